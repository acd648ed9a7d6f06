using System.Globalization;
using System.Text.RegularExpressions;

namespace Sidecar.Fuzz.Tests.Oracles;

/// <summary>Reads requests out of one text that is all there, and shares no code with what is under test.</summary>
internal sealed partial class PlainRequests(string text)
{
    private const int LineMax = 8 * 1024;
    private const int FieldsMax = 32 * 1024;
    private const int FieldsCountMax = 100;

    private int _at;

    /// <summary>The next request; null if there is none, or what comes is none.</summary>
    public PlainRequest? Next()
    {
        var end = text.IndexOf("\r\n\r\n", _at, StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        var lines = text[_at..end].Split("\r\n");
        var isTooLong = lines[0].Length + 2 > LineMax || end + 4 - _at - lines[0].Length - 2 > FieldsMax;
        if (isTooLong || lines.Length - 1 > FieldsCountMax || lines.Any(line => line.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0))
        {
            return null;
        }

        _at = end + 4;
        return ReadHead(lines) is { } head ? head with { Body = ReadBody(head) } : null;
    }

    private static PlainRequest? ReadHead(string[] lines)
    {
        var line = LinePattern().Match(lines[0]);
        var fields = lines.Skip(1).Select(field => FieldPattern().Match(field)).ToList();
        var target = line.Groups["authority"].Value + line.Groups["path"].Value;
        if (!line.Success || target.Length == 0 || fields.Exists(field => !field.Success))
        {
            return null;
        }

        var request = new PlainRequest
        {
            Method = line.Groups["method"].Value,
            Target = line.Groups["path"].Value is { Length: > 0 } path ? path : "/",
            IsOldest = line.Groups["version"].Value == "0",
            Fields = [.. fields.Select(field => (field.Groups["name"].Value, field.Groups["value"].Value.Trim(' ', '\t')))],
        };
        return IsFor(request, line.Groups["authority"].Value) ? Frame(request) : null;
    }

    private static bool IsFor(PlainRequest request, string authority)
    {
        var hosts = All(request, "Host");
        return hosts.Count == 0
            ? request.IsOldest
            : hosts.Count == 1 && HostPattern().IsMatch(hosts[0])
                && (authority.Length == 0 || authority.Equals(hosts[0], StringComparison.OrdinalIgnoreCase));
    }

    private static PlainRequest? Frame(PlainRequest request)
    {
        var lengths = All(request, "Content-Length");
        var codings = All(request, "Transfer-Encoding");
        if (lengths.Count + codings.Count > 1 || (codings.Count == 1 && request.IsOldest))
        {
            return null;
        }

        if (lengths.Count == 1)
        {
            return long.TryParse(lengths[0], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                ? request with { Length = length }
                : null;
        }

        var isChunked = codings.Count == 1;
        return isChunked && !codings[0].Equals("chunked", StringComparison.OrdinalIgnoreCase)
            ? null
            : request with { IsChunked = isChunked };
    }

    private string? ReadBody(PlainRequest head)
    {
        if (head.IsChunked)
        {
            return ReadChunks();
        }

        if (head.Length is not { } length || length > PlainRequest.BodyBytesMax || length > text.Length - _at)
        {
            return null;
        }

        _at += (int)length;
        return text[(_at - (int)length).._at];
    }

    private string? ReadChunks()
    {
        var body = "";
        while (ReadLine() is { } line && SizePattern().Match(line) is { Success: true } match)
        {
            var size = long.Parse(match.Groups["size"].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                return SkipTrailers() ? body : null;
            }

            if (size > text.Length - _at)
            {
                return null;
            }

            body += text.Substring(_at, (int)size);
            _at += (int)size;
            if (ReadLine() != "")
            {
                return null;
            }
        }

        return null;
    }

    private bool SkipTrailers()
    {
        var start = _at;
        while (ReadLine() is { } line && _at - start <= LineMax)
        {
            if (line.Length == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A line without its end; null if there is none, or it ends in another way.</summary>
    private string? ReadLine()
    {
        var feed = text.IndexOf('\n', _at);
        var line = feed < 0 ? "" : text[_at..feed];
        _at = feed < 0 ? text.Length : feed + 1;
        return line.IndexOf('\r', StringComparison.Ordinal) == line.Length - 1 && line.Length is > 0 and <= LineMax
            ? line[..^1]
            : null;
    }

    private static List<string> All(PlainRequest request, string name) =>
        [.. request.Fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value)];

    [GeneratedRegex(
        @"^(?<method>[!#$%&'*+\-.^_`|~0-9A-Za-z]+) ((?i:http)://(?<authority>[!-.0-~]+))?(?<path>/[!-~]*)? HTTP/1\.(?<version>[01])\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex LinePattern();

    [GeneratedRegex(@"^(?<name>[!#$%&'*+\-.^_`|~0-9A-Za-z]+):(?<value>.*)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex FieldPattern();

    [GeneratedRegex(@"^[!$%&'()*+,\-.0-9:;=A-Z\[\]_a-z~]*\z")]
    private static partial Regex HostPattern();

    [GeneratedRegex(@"^(?<size>[0-9A-Fa-f]{1,15})([ \t;].*)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex SizePattern();
}
