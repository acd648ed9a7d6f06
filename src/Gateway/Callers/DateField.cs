using System.Globalization;
using System.Text;

namespace Sidecar.Gateway.Callers;

/// <summary>The Date of answers (RFC 9110, 6.6.1), made once a second.</summary>
internal sealed class DateField(TimeProvider time)
{
    private Made? _last;

    /// <summary>The whole line.</summary>
    public ReadOnlySpan<byte> Line()
    {
        var now = time.GetUtcNow();
        var second = now.ToUnixTimeSeconds();
        var last = Volatile.Read(ref _last);
        if (last?.Second != second)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"Date: {now:R}\r\n");
            last = new Made(second, Encoding.ASCII.GetBytes(line));
            Volatile.Write(ref _last, last);
        }

        return last.Line;
    }

    private sealed record Made(long Second, byte[] Line);
}
