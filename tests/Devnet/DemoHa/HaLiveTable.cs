using Sidecar.Devnet.Demo;
using Spectre.Console;

namespace Sidecar.Devnet.DemoHa;

/// <summary>A table that grows, for a terminal.</summary>
internal sealed class HaLiveTable : IHaDisplay
{
    private readonly Table _table = new Table().Border(TableBorder.Rounded).AddColumns(
        new TableColumn("block").RightAligned(), new("leader"), new("gateway"), new("source"), new("reason"),
        new TableColumn("getPayload, ms").RightAligned());

    private LiveDisplayContext? _live;

    public Task ShowAsync(Func<Task> work) => AnsiConsole.Live(_table)
        .Overflow(VerticalOverflow.Crop)
        .Cropping(VerticalOverflowCropping.Top)
        .StartAsync(live =>
        {
            _live = live;
            return work();
        });

    public void Add(HaBlock block) => Row(
        $"{block.Number}", block.Leader, block.Gateway, Source(block.Outcome), block.Reason.EscapeMarkup(),
        block.Time is { } time ? $"{time.TotalMilliseconds:F1}" : "");

    public void Fault(string text) => Row("[red]*[/]", "", "", "[red]fault[/]", $"[red]{text.EscapeMarkup()}[/]", "");

    public void Note(string text) => Row("", "", "", "", $"[yellow]{text.EscapeMarkup()}[/]", "");

    private static string Source(BlockOutcome outcome) => outcome switch
    {
        BlockOutcome.Builder => "[green]builder[/]",
        BlockOutcome.Local => "[blue]local[/]",
        _ => "[red]missed[/]",
    };

    private void Row(params string[] cells)
    {
        _table.AddRow(cells);
        _live?.Refresh();
    }
}
