using System.Globalization;
using System.Text;

namespace Sidecar.Bench.Soak;

/// <summary>Draws memory, handles and threads over time, one panel below the other, each from zero.</summary>
internal static class SoakPlot
{
    private const double Width = 640;
    private const double Height = 110;
    private const double Left = 60;
    private const double Step = 160;

    private const string Style = "<style>text{fill:#1f2328}.g{stroke:#d0d7de}"
        + "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.g{stroke:#3d444d}}</style>\n";

    public static string Render(SoakReport report)
    {
        var text = new StringBuilder();
        Append(text, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width + Left + 20:0} {3 * Step + 20:0}" font-family="sans-serif" font-size="12" role="img" aria-label="Memory, handles and threads over time">""");
        text.Append(Style);
        AddPanel(text, report, 0, "resident memory, MB", "#0969da", sample => sample.ResidentBytes / 1e6);
        AddPanel(text, report, 1, "handles", "#8250df", sample => sample.Handles);
        AddPanel(text, report, 2, "threads", "#2da44e", sample => sample.Threads);
        return text.Append("</svg>\n").ToString();
    }

    private static void AddPanel(
        StringBuilder text, SoakReport report, int index, string title, string color, Func<SoakSample, double> value)
    {
        var (top, end) = ((index * Step) + 24, Math.Max(1, report.Samples[^1].Seconds));
        var most = Math.Max(1, report.Samples.Max(value) * 1.1);
        Append(text, $"""<text x="{Left:0}" y="{top - 8:0}" font-weight="bold">{title}</text>""");
        foreach (var share in (double[])[0, 0.5, 1])
        {
            var y = top + (Height * (1 - share));
            Append(text, $"""<path class="g" d="M{Left:0} {y:0.0}h{Width:0}"/><text x="{Left - 6:0}" y="{y + 4:0.0}" text-anchor="end">{most * share:0}</text>""");
        }

        var points = report.Samples.Select(sample => Invariant(
            $"{Left + (Width * sample.Seconds / end):0.0},{top + (Height * (1 - (value(sample) / most))):0.0}"));
        Append(text, $"""<polyline fill="none" stroke="{color}" stroke-width="2" points="{string.Join(' ', points)}"/>""");
        Append(text, $"""<text x="{Left + Width:0}" y="{top + Height + 16:0}" text-anchor="end">{end / 60:0.#} min</text>""");
    }

    private static void Append(StringBuilder text, FormattableString line) => text.Append(Invariant(line)).Append('\n');

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
