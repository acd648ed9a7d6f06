using System.Globalization;
using System.Text;
using Sidecar.Bench.Targets;

namespace Sidecar.Bench.Results;

/// <summary>Draws the median of the added latency by size, both axes logarithmic; one panel each for getPayload and newPayload.</summary>
internal static class SvgPlot
{
    private const double Width = 330;
    private const double Height = 280;
    private const double Left = 56;
    private const double Top = 40;
    private const double Gap = 80;

    private const string Style = "<style>text{fill:#1f2328}.g{stroke:#d0d7de}"
        + "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.g{stroke:#3d444d}}</style>\n";

    private static readonly string[] Sizes = ["10k", "100k", "1m", "10m"];

    private static readonly (TargetKind Target, string Color)[] Lines =
    [
        (TargetKind.NginxStock, "#9a6700"), (TargetKind.NginxTuned, "#2da44e"), (TargetKind.Haproxy, "#8250df"),
        (TargetKind.Sidecar, "#0969da"), (TargetKind.SidecarBuilder, "#cf222e"),
    ];

    public static string Render(IReadOnlyList<CaseResult> cases)
    {
        var points = (
            from panel in (string[])["getPayload", "newPayload"]
            from line in Lines
            from size in Sizes
            let added = cases.FirstOrDefault(result => result.Name == $"{panel}-{size}")
                ?.Targets.FirstOrDefault(target => target.Target == line.Target)?.Added.P50
            where added > 0
            select new Point(panel, line.Target, Array.IndexOf(Sizes, size), added.Value)).ToList();
        var decades = Decades(points);

        var text = new StringBuilder();
        var (width, height) = ((2 * Left) + (2 * Width) + Gap, Height + Top + 70);
        Append(text, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:0} {height:0}" font-family="sans-serif" font-size="12" role="img" aria-label="Median of the added latency by size">""");
        text.Append(Style);
        AddPanel(text, "getPayload", "size of the answer", Left, points, decades);
        AddPanel(text, "newPayload", "size of the request", Left + Width + Gap, points, decades);
        AddLegend(text, points, height - 12);
        return text.Append("</svg>\n").ToString();
    }

    private static void AddPanel(
        StringBuilder text, string panel, string axis, double left, List<Point> points, (int Min, int Max) decades)
    {
        double X(int size) => left + (Width * size / (Sizes.Length - 1));
        double Y(double value) => Top + Height - (Height * (Math.Log10(value) - decades.Min) / (decades.Max - decades.Min));

        Append(text, $"""<text x="{left:0}" y="{Top - 16:0}" font-weight="bold">{panel}: µs added at the median</text>""");
        for (var decade = decades.Min; decade <= decades.Max; decade++)
        {
            var y = Y(Math.Pow(10, decade));
            Append(text, $"""<path class="g" d="M{left:0} {y:0.0}h{Width:0}"/><text x="{left - 6:0}" y="{y + 4:0.0}" text-anchor="end">{Math.Pow(10, decade):0}</text>""");
        }

        for (var size = 0; size < Sizes.Length; size++)
        {
            Append(text, $"""<text x="{X(size):0.0}" y="{Top + Height + 18:0}" text-anchor="middle">{Sizes[size].ToUpperInvariant()}B</text>""");
        }

        Append(text, $"""<text x="{left + (Width / 2):0}" y="{Top + Height + 34:0}" text-anchor="middle">{axis}</text>""");
        foreach (var (target, color) in Lines)
        {
            var line = points.Where(point => point.Panel == panel && point.Target == target).ToList();
            var path = string.Join(' ', line.Select(point => Invariant($"{X(point.Size):0.0},{Y(point.Added):0.0}")));
            Append(text, $"""<polyline fill="none" stroke="{color}" stroke-width="2" points="{path}"/>""");
            line.ForEach(point => Append(
                text, $"""<circle cx="{X(point.Size):0.0}" cy="{Y(point.Added):0.0}" r="3.5" fill="{color}"><title>{target.ToText()}, {Sizes[point.Size]}: {point.Added:0} µs</title></circle>"""));
        }
    }

    private static void AddLegend(StringBuilder text, List<Point> points, double y)
    {
        var x = Left;
        foreach (var (target, color) in Lines.Where(line => points.Exists(point => point.Target == line.Target)))
        {
            Append(text, $"""<circle cx="{x:0}" cy="{y - 4:0}" r="5" fill="{color}"/><text x="{x + 10:0}" y="{y:0}">{target.ToText()}</text>""");
            x += 150;
        }
    }

    private static (int Min, int Max) Decades(List<Point> points) => points.Count == 0
        ? (1, 4)
        : ((int)Math.Floor(Math.Log10(points.Min(point => point.Added))),
            (int)Math.Ceiling(Math.Log10(points.Max(point => point.Added) * 1.01)));

    private static void Append(StringBuilder text, FormattableString line) => text.Append(Invariant(line)).Append('\n');

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Point(string Panel, TargetKind Target, int Size, double Added);
}
