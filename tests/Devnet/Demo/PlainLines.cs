namespace Sidecar.Devnet.Demo;

/// <summary>One line for each block, for a file or a pipe.</summary>
internal sealed class PlainLines : IDisplay
{
    private const int HashWidth = 66;

    public Task ShowAsync(Func<Task> work)
    {
        Console.WriteLine("build: forkchoiceUpdated with attributes; head: without; times in ms");
        Console.WriteLine(
            $"{"block",5}  {"hash",-HashWidth}  {"source",-28} {"txs",3} {"gas",8} "
            + $"{"build",8} {"getPayload",10} {"newPayload",10} {"head",8}");
        return work();
    }

    public void Add(BlockReport block)
    {
        var times = block.Times;
        Console.WriteLine(
            $"{block.Number,5}  {block.Hash,-HashWidth}  {Source(block),-28} {block.Transactions,3} {block.GasUsed,8} "
            + $"{Ms(times.StartBuild),8} {Ms(times.GetPayload),10} {Ms(times.NewPayload),10} {Ms(times.MoveHead),8}");
    }

    public void Note(string text) => Console.WriteLine($"       {text}");

    private static string Source(BlockReport block) => block.Outcome switch
    {
        BlockOutcome.Builder => "builder",
        BlockOutcome.Local => $"local: {block.Reason}",
        _ => $"missed: {block.Reason}",
    };

    private static string Ms(TimeSpan? time) => time is { } taken ? $"{taken.TotalMilliseconds:F1}" : "";
}
