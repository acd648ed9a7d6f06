using Spectre.Console;

namespace Sidecar.Devnet.Demo;

/// <summary>A table that grows, for a terminal.</summary>
internal sealed class LiveTable : IDisplay
{
    private readonly Table _table = new Table().Border(TableBorder.Rounded).AddColumns(
        Right("block"), new("hash"), new("source"), Right("txs"), Right("gas"),
        Right("build"), Right("getPayload"), Right("newPayload"), Right("head"));

    private LiveDisplayContext? _live;

    public Task ShowAsync(Func<Task> work)
    {
        AnsiConsole.MarkupLine("[grey]build: forkchoiceUpdated with attributes; head: without; times in ms[/]");
        return AnsiConsole.Live(_table)
            .Overflow(VerticalOverflow.Crop)
            .Cropping(VerticalOverflowCropping.Top)
            .StartAsync(live =>
            {
                _live = live;
                return work();
            });
    }

    public void Add(BlockReport block)
    {
        var times = block.Times;
        _table.AddRow(
            $"{block.Number}", Short(block.Hash), Source(block), $"{block.Transactions}", $"{block.GasUsed}",
            Ms(times.StartBuild), Ms(times.GetPayload), Ms(times.NewPayload), Ms(times.MoveHead));
        _live?.Refresh();
    }

    public void Note(string text)
    {
        _table.AddRow("", "", $"[yellow]{text.EscapeMarkup()}[/]");
        _live?.Refresh();
    }

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned();

    private static string Short(string hash) => hash.Length > 14 ? $"{hash[..10]}…{hash[^4..]}" : hash;

    private static string Source(BlockReport block) => block.Outcome switch
    {
        BlockOutcome.Builder => "[green]builder[/]",
        BlockOutcome.Local => $"[blue]local[/]: {block.Reason.EscapeMarkup()}",
        _ => $"[red]missed[/]: {block.Reason.EscapeMarkup()}",
    };

    private static string Ms(TimeSpan? time) => time is { } taken ? $"{taken.TotalMilliseconds:F1}" : "";
}
