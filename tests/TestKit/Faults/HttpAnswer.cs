namespace Sidecar.TestKit;

/// <summary>A whole HTTP answer.</summary>
internal sealed record HttpAnswer(
    int Status, string ContentType, ReadOnlyMemory<byte> Body, string? ContentEncoding = null);
