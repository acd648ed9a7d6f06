using System.Text;

namespace Sidecar.Gateway.Doctor;

/// <summary>Text that somebody else sent, made fit for a line of the report.</summary>
internal static class ForeignText
{
    private const int LengthMax = 120;

    /// <summary>A token or a secret is one long word; what explains something is not.</summary>
    private const int WordMax = 40;

    /// <summary>Printable ASCII on one line, shortened; words that might be secrets are left out.</summary>
    public static string Clean(string? text)
    {
        var clean = new StringBuilder();
        foreach (var word in (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            clean.Append(clean.Length > 0 ? " " : "");
            if (word.Length > WordMax)
            {
                clean.Append("(...)");
            }
            else
            {
                clean.Append([.. word.Select(letter => letter is >= '!' and <= '~' ? letter : '?')]);
            }

            if (clean.Length > LengthMax)
            {
                return clean.ToString(0, LengthMax) + "...";
            }
        }

        return clean.ToString();
    }

    /// <summary>The same in quotes, or a word for nothing.</summary>
    public static string Quote(string? text) => Clean(text) is { Length: > 0 } clean ? $"\"{clean}\"" : "no text";
}
