namespace Sidecar.Gateway.Doctor.Setup;

/// <summary>The sentences of a start: what is wrong, a semicolon, and what to do.</summary>
internal static class StartSentence
{
    private const string Separator = "; ";

    public static (string Wrong, string Fix) Split(string sentence)
    {
        var at = sentence.LastIndexOf(Separator, StringComparison.Ordinal);
        return at < 0
            ? (sentence, "see --help for what is expected.")
            : (sentence[..at] + ".", sentence[(at + Separator.Length)..]);
    }
}
