namespace Sidecar.Gateway.Telemetry;

/// <summary>What a caller asked for on the engine port. A metric tag.</summary>
internal enum RequestMethod
{
    /// <summary>Not known: the request was refused before its method was read.</summary>
    None,

    ForkchoiceUpdated,
    GetPayload,
    NewPayload,

    /// <summary>Anything that goes to local untouched.</summary>
    PassThrough,

    /// <summary>A batch; its members are counted on their own.</summary>
    Batch,
}
