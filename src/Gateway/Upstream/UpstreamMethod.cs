namespace Sidecar.Gateway.Upstream;

/// <summary>What an upstream is asked for. A metric tag.</summary>
internal enum UpstreamMethod
{
    ForkchoiceUpdated,
    GetPayload,
    NewPayload,

    /// <summary>A newPayload of ours that asks local whether a builder's block is valid.</summary>
    Validate,

    PassThrough,
    Poll,
    Mirror,
}
