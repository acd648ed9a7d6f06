using System.Globalization;

namespace Sidecar.Gateway.Engine;

/// <summary>The Engine API methods that have a walk of their own; everything else is passed through.</summary>
internal enum EngineMethodKind
{
    Other,
    ForkchoiceUpdated,
    GetPayload,
    NewPayload,
}

/// <summary>A method and its version, read from its name, so that a new version needs no change here.</summary>
internal readonly record struct EngineMethod(EngineMethodKind Kind, int Version)
{
    /// <summary>Reads an unescaped method name.</summary>
    public static EngineMethod Parse(ReadOnlySpan<byte> name)
    {
        if (!name.StartsWith("engine_"u8))
        {
            return default;
        }

        return TryVersion(name, "engine_forkchoiceUpdatedV"u8, EngineMethodKind.ForkchoiceUpdated)
               ?? TryVersion(name, "engine_getPayloadV"u8, EngineMethodKind.GetPayload)
               ?? TryVersion(name, "engine_newPayloadV"u8, EngineMethodKind.NewPayload)
               ?? default;
    }

    /// <summary>
    /// The version of newPayload that takes the payload of a getPayload: V5 goes to V4 (Osaka changed only the
    /// blobs bundle), 2 to 4 to their own. 0 where no pair is known, getPayloadV1 included, whose answer has no envelope.
    /// </summary>
    public static int NewPayloadVersionFor(int getPayloadVersion) => getPayloadVersion switch
    {
        2 => 2,
        3 => 3,
        4 => 4,
        5 => 4,
        _ => 0,
    };

    private static EngineMethod? TryVersion(ReadOnlySpan<byte> name, ReadOnlySpan<byte> prefix, EngineMethodKind kind) =>
        name.StartsWith(prefix) && IsNumber(name[prefix.Length..])
        && int.TryParse(name[prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? new EngineMethod(kind, version)
            : null;

    /// <summary>Digits only, the first not 0: int.TryParse would take "04" and trailing NULs too.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> text) =>
        text.Length > 0 && text[0] != '0' && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
