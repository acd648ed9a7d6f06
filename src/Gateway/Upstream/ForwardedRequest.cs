using System.Buffers;

namespace Sidecar.Gateway.Upstream;

/// <summary>What of a caller's request can be sent on: a server reads more than a client may write.</summary>
internal static class ForwardedRequest
{
    /// <summary>RFC 9110, 5.6.2. Kestrel takes a few names more.</summary>
    private static readonly SearchValues<char> NameLetters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>With one of these in it a value would be more than one field.</summary>
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n\0");

    /// <summary>Whether a header with this name and value can be sent on.</summary>
    public static bool CanBeSent(ReadOnlySpan<char> name, ReadOnlySpan<char> value) =>
        !name.IsEmpty && !name.ContainsAnyExcept(NameLetters) && !value.ContainsAny(LineEnds);
}
