namespace Sidecar.Fuzz.Tests.Wire;

/// <summary>What a stub does with one request.</summary>
/// <param name="Bytes">What it writes, HTTP and all.</param>
/// <param name="After">What it does then.</param>
internal sealed record StubReply(byte[] Bytes, StubEnd After);

/// <summary>What comes after the bytes.</summary>
internal enum StubEnd
{
    /// <summary>The next request.</summary>
    KeepAlive,

    /// <summary>The end of the connection.</summary>
    Close,

    /// <summary>Nothing: the other side waits for more.</summary>
    Silence,
}
