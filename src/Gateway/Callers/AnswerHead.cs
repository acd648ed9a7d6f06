using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Sidecar.Gateway.Callers;

/// <summary>Writes the heads of answers.</summary>
internal sealed class AnswerHead(DateField date)
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1024);
    private bool _hasDate;

    /// <summary>What was written so far.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>Begins another head.</summary>
    public void Begin(int statusCode)
    {
        _bytes.ResetWrittenCount();
        _hasDate = false;
        if (statusCode == StatusCodes.Status200OK)
        {
            _bytes.Write("HTTP/1.1 200 OK\r\n"u8);
            return;
        }

        _bytes.Write("HTTP/1.1 "u8);
        WriteNumber(statusCode);
        _bytes.Write(" "u8);
        WriteText(ReasonPhrases.GetReasonPhrase(statusCode));
        _bytes.Write("\r\n"u8);
    }

    /// <summary>Forgets what was written.</summary>
    public void Clear() => _bytes.ResetWrittenCount();

    /// <summary>Writes a header field.</summary>
    public void WriteField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        _hasDate |= Ascii.EqualsIgnoreCase(name, "Date"u8);
        _bytes.Write(name);
        _bytes.Write(": "u8);
        _bytes.Write(value);
        _bytes.Write("\r\n"u8);
    }

    /// <summary>Writes a header field.</summary>
    /// <param name="value">One byte a letter.</param>
    public void WriteField(ReadOnlySpan<byte> name, ReadOnlySpan<char> value)
    {
        _bytes.Write(name);
        _bytes.Write(": "u8);
        WriteText(value);
        _bytes.Write("\r\n"u8);
    }

    /// <summary>Writes Content-Length.</summary>
    public void WriteLength(long length)
    {
        _bytes.Write("Content-Length: "u8);
        WriteNumber(length);
        _bytes.Write("\r\n"u8);
    }

    /// <summary>Writes the date, unless there is one, and the empty line.</summary>
    public void End()
    {
        if (!_hasDate)
        {
            _bytes.Write(date.Line());
        }

        _bytes.Write("\r\n"u8);
    }

    /// <summary>Puts the beginning of a body behind it, so that both go out together.</summary>
    public void Append(ReadOnlySpan<byte> body) => _bytes.Write(body);

    /// <summary>The size of a chunk.</summary>
    public void AppendHex(int number)
    {
        Utf8Formatter.TryFormat(number, _bytes.GetSpan(8), out var count, 'x');
        _bytes.Advance(count);
    }

    private void WriteNumber(long number)
    {
        Utf8Formatter.TryFormat(number, _bytes.GetSpan(20), out var count);
        _bytes.Advance(count);
    }

    private void WriteText(ReadOnlySpan<char> text) =>
        _bytes.Advance(Encoding.Latin1.GetBytes(text, _bytes.GetSpan(text.Length)));
}
