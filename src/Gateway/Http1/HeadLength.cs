namespace Sidecar.Gateway.Http1;

/// <summary>How long the head of a message is.</summary>
internal static class HeadLength
{
    /// <summary>Up to and with the empty line, 0 if that has not come yet. Lines may end without a carriage return (RFC 9112, 2.2).</summary>
    public static int Of(ReadOnlySpan<byte> received)
    {
        for (var start = 0; ;)
        {
            var end = received[start..].IndexOf((byte)'\n');
            if (end < 0)
            {
                return 0;
            }

            start += end + 1;
            var rest = received[start..];
            if (rest is [(byte)'\n', ..])
            {
                return start + 1;
            }

            if (rest is [(byte)'\r', (byte)'\n', ..])
            {
                return start + 2;
            }
        }
    }
}
