namespace Sidecar.Devnet.DemoHa;

/// <summary>One line for each block, for a file or a pipe.</summary>
internal sealed class HaPlainLines : IHaDisplay
{
    public Task ShowAsync(Func<Task> work)
    {
        Console.WriteLine($"{"block",5}  {"leader",-6}  {"gateway",-7}  {"source",-7}  {"getPayload",10}  reason");
        return work();
    }

    public void Add(HaBlock block) => Console.WriteLine(
        $"{block.Number,5}  {block.Leader,-6}  {block.Gateway,-7}  {block.Outcome.ToString().ToLowerInvariant(),-7}  "
        + $"{(block.Time is { } time ? $"{time.TotalMilliseconds:F1} ms" : ""),10}  {block.Reason}".TrimEnd());

    public void Fault(string text) => Console.WriteLine($"  *** {text}");

    public void Note(string text) => Console.WriteLine($"      {text}");
}
