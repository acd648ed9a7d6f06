using System.Globalization;
using System.Text;

namespace Sidecar.Fuzz.Tests.Wire;

/// <summary>Reads HTTP/1.1 off a connection, strictly, and shares no code with what is under test.</summary>
internal sealed class HttpReader(Stream stream)
{
    private const int HeadBytesMax = 256 * 1024;

    private static readonly string[] Bodiless = ["HTTP/1.1 204", "HTTP/1.1 304"];

    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>The head of the message that is being read.</summary>
    public string SoFar { get; private set; } = "";

    /// <summary>The next message; null if the connection ended before its body.</summary>
    public async Task<HttpMessageText?> ReadAsync(bool isAnswer, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await ReadHeadAsync(cancellationToken) is not { } head)
            {
                return null;
            }

            if (isAnswer && !head.StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
            {
                throw new HttpTextException($"No HTTP: {head}");
            }

            if (!isAnswer || !head.StartsWith("HTTP/1.1 1", StringComparison.Ordinal))
            {
                return await ReadBodyAsync(head, isAnswer, cancellationToken);
            }
        }
    }

    private async Task<string?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        SoFar = "";
        while (await ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length == 0 && head.Length > 0)
            {
                return head.ToString();
            }

            head.Append(line).Append('\n');
            if (head.Length > HeadBytesMax)
            {
                throw new HttpTextException("An endless head.");
            }
        }

        return null;
    }

    private async Task<HttpMessageText> ReadBodyAsync(string head, bool isAnswer, CancellationToken cancellationToken)
    {
        if (isAnswer && Bodiless.Any(status => head.StartsWith(status, StringComparison.Ordinal)))
        {
            return new HttpMessageText(head, "", true);
        }

        SoFar = head;
        var body = new StringBuilder();
        var isChunked = Header(head, "Transfer-Encoding") is not null;
        var isWhole = isChunked ? await ReadChunksAsync(body, cancellationToken)
            : Header(head, "Content-Length") is { } length
                ? await ReadBytesAsync(body, long.Parse(length, CultureInfo.InvariantCulture), cancellationToken)
            : !isAnswer || await ReadToEndAsync(body, cancellationToken);
        return new HttpMessageText(head, body.ToString(), isWhole);
    }

    private static string? Header(string head, string name)
    {
        var line = head.Split('\n').Skip(1).FirstOrDefault(
            line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
        return line?[(name.Length + 1)..].Trim();
    }

    private async Task<bool> ReadChunksAsync(StringBuilder body, CancellationToken cancellationToken)
    {
        while (await ReadLineAsync(cancellationToken) is { } size)
        {
            if (!long.TryParse(size.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var count))
            {
                throw new HttpTextException($"No size of a chunk: {size}");
            }

            if (!await ReadBytesAsync(body, count, cancellationToken) || await ReadLineAsync(cancellationToken) is not { } end)
            {
                return false;
            }

            if (count == 0)
            {
                return true;
            }

            if (end.Length > 0)
            {
                throw new HttpTextException("A chunk that is longer than it says.");
            }
        }

        return false;
    }

    private async Task<bool> ReadBytesAsync(StringBuilder body, long count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                return false;
            }

            var taken = (int)Math.Min(count, _end - _start);
            body.Append(Encoding.Latin1.GetString(_buffer, _start, taken));
            _start += taken;
            count -= taken;
        }

        return true;
    }

    private async Task<bool> ReadToEndAsync(StringBuilder body, CancellationToken cancellationToken)
    {
        while (await FillAsync(cancellationToken))
        {
            body.Append(Encoding.Latin1.GetString(_buffer, _start, _end - _start));
            _start = _end;
        }

        return true;
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (_start < _end || await FillAsync(cancellationToken))
        {
            var end = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            var count = end < 0 ? _end - _start : end;
            line.Append(Encoding.Latin1.GetString(_buffer, _start, count));
            _start += end < 0 ? count : count + 1;
            if (end >= 0)
            {
                return line.ToString().TrimEnd('\r');
            }

            if (line.Length > HeadBytesMax)
            {
                throw new HttpTextException("An endless line.");
            }
        }

        return null;
    }

    /// <summary>Reads more after what is left; false at the end.</summary>
    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        (_start, _end) = (0, await stream.ReadAsync(_buffer, cancellationToken));
        return _end > 0;
    }
}
