using System.Globalization;
using System.Text.RegularExpressions;

namespace Sidecar.Fuzz.Tests.Oracles;

/// <summary>Reads answers out of one text, strictly: whatever is odd is a finding.</summary>
internal sealed partial class PlainAnswers(string text)
{
    private int _at;
    private bool _isLast;

    /// <summary>Whether nothing is left.</summary>
    public bool IsAtEnd => _at == text.Length;

    /// <summary>Skips the word that a body is wanted; false if it is not there.</summary>
    public bool SkipGoOn()
    {
        const string GoOn = "HTTP/1.1 100 Continue\r\n\r\n";
        var isThere = text.AsSpan(_at).StartsWith(GoOn);
        _at += isThere ? GoOn.Length : 0;
        return isThere;
    }

    /// <summary>The next answer: its status, its body, and whether it says that the connection ends.</summary>
    public (int Status, string Body, bool Closes) Next(bool isHead)
    {
        FindingException.Unless(!_isLast, "An answer after one that ends the connection.", "", text[_at..]);
        var end = text.IndexOf("\r\n\r\n", _at, StringComparison.Ordinal);
        FindingException.Unless(end >= 0, "No head of an answer.", "", text[_at..]);
        var lines = text[_at..end].Split("\r\n");
        var status = StatusPattern().Match(lines[0]);
        FindingException.Unless(status.Success, "No status line.", "", lines[0]);
        var fields = lines.Skip(1).Select(line => FieldPattern().Match(line)).ToList();
        FindingException.Unless(fields.TrueForAll(field => field.Success), "No header field.", "", string.Join('|', lines));
        FindingException.Unless(Values(fields, "Date").Count == 1, "Not one date.", "", string.Join('|', lines));
        _at = end + 4;
        _isLast = Values(fields, "Connection").Contains("close");
        var code = int.Parse(status.Groups["code"].Value, CultureInfo.InvariantCulture);
        return (code, isHead || code == 204 ? "" : ReadBody(fields), _isLast);
    }

    private string ReadBody(List<Match> fields)
    {
        var lengths = Values(fields, "Content-Length");
        var codings = Values(fields, "Transfer-Encoding");
        FindingException.Unless(lengths.Count + codings.Count <= 1, "Framed twice.");
        if (codings.Count == 1)
        {
            return ReadChunks();
        }

        FindingException.Unless(lengths.Count == 1 || _isLast, "A body without an end.");
        return Take(lengths.Count == 1 ? int.Parse(lengths[0], CultureInfo.InvariantCulture) : text.Length - _at);
    }

    private string ReadChunks()
    {
        var body = "";
        while (true)
        {
            var end = text.IndexOf("\r\n", _at, StringComparison.Ordinal);
            FindingException.Unless(end > _at, "No size of a chunk.", "", text[_at..]);
            var size = int.Parse(text.AsSpan(_at..end), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            _at = end + 2;
            body += Take(size);
            FindingException.Unless(Take(2) == "\r\n", "A chunk without an end.");
            if (size == 0)
            {
                return body;
            }
        }
    }

    private string Take(int count)
    {
        FindingException.Unless(count <= text.Length - _at, "A body that is cut short.", $"{count}", $"{text.Length - _at}");
        _at += count;
        return text[(_at - count).._at];
    }

    private static List<string> Values(List<Match> fields, string name) =>
        [.. fields.Where(field => field.Groups["name"].Value == name).Select(field => field.Groups["value"].Value)];

    [GeneratedRegex(@"^HTTP/1\.1 (?<code>[2-5][0-9][0-9]) [^\r\n]*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex StatusPattern();

    [GeneratedRegex(@"^(?<name>[A-Za-z-]+): (?<value>[^\r\n]*)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex FieldPattern();
}
