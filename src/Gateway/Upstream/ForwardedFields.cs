using Sidecar.Gateway.Http1;

namespace Sidecar.Gateway.Upstream;

/// <summary>Which header fields go from one side to the other.</summary>
internal static class ForwardedFields
{
    /// <summary>Fields of one connection (RFC 9110, 7.6.1), and those that are ours to set.</summary>
    private static readonly byte[][] NotForwarded =
    [
        [.. "Connection"u8], [.. "Keep-Alive"u8], [.. "Proxy-Connection"u8], [.. "Proxy-Authenticate"u8],
        [.. "Proxy-Authorization"u8], [.. "TE"u8], [.. "Trailer"u8], [.. "Transfer-Encoding"u8], [.. "Upgrade"u8],
        [.. "Host"u8], [.. "Authorization"u8], [.. "Content-Length"u8], [.. "Expect"u8],
    ];

    /// <summary>Where the caller's own traces are (W3C Trace Context, Baggage).</summary>
    private static readonly byte[][] TraceContext = [[.. "traceparent"u8], [.. "tracestate"u8], [.. "baggage"u8]];

    /// <summary>Whether a field goes on: it is not of its connection only, by its kind or by what Connection says.</summary>
    /// <param name="field">The field.</param>
    /// <param name="all">All fields of its message.</param>
    public static bool MayPass(HeaderField field, HeaderFields all) =>
        !IsOneOf(field, NotForwarded) && !field.HasControlCharacters && !IsNamed(field, all);

    /// <summary>Whether it is of the caller's own traces.</summary>
    public static bool IsTraceContext(HeaderField field) => IsOneOf(field, TraceContext);

    private static bool IsOneOf(HeaderField field, byte[][] names)
    {
        foreach (var name in names)
        {
            if (field.Is(name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNamed(HeaderField field, HeaderFields all)
    {
        foreach (var other in all)
        {
            if (other.Is("Connection"u8) && other.ValueLists(field.Name))
            {
                return true;
            }
        }

        return false;
    }
}
