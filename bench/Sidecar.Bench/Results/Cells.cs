using System.Globalization;
using System.Text;

namespace Sidecar.Bench.Results;

/// <summary>How numbers look in a table.</summary>
internal static class Cells
{
    private const double Mebibyte = 1024 * 1024;

    public static string Whole(double? value) => Format(value, "0");

    public static string Ratio(double? value) => Format(value, "0.00");

    public static string Limit(double? value) => Format(value, "0.0#");

    public static string Percent(double? value) => Format(value * 100, "0' %'");

    public static string Mebibytes(double? bytes) => Format(bytes / Mebibyte, "0");

    public static void Row(StringBuilder text, params string[] cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    public static void Head(StringBuilder text, params string[] cells)
    {
        Row(text, cells);
        text.Append('|').Insert(text.Length, "---|", cells.Length).Append('\n');
    }

    private static string Format(double? value, string format) =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
