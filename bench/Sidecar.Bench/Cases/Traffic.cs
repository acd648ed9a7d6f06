namespace Sidecar.Bench.Cases;

/// <summary>What a visit to a target consists of.</summary>
internal enum Traffic
{
    /// <summary>One forkchoiceUpdated without attributes.</summary>
    ForkchoiceUpdated,

    /// <summary>One call that the gateway knows nothing of.</summary>
    PassThrough,

    /// <summary>One getPayload of a build that nobody was told of.</summary>
    GetPayload,

    /// <summary>One newPayload.</summary>
    NewPayload,

    /// <summary>
    /// A build that was started a round before, then its getPayload. The gateway asks both sides and lets local validate
    /// the builder's block; the others are asked for the same two calls, getPayload and newPayload.
    /// </summary>
    BuilderBlock,

    /// <summary>A forkchoiceUpdated right after the getPayload of a build.</summary>
    AfterDecision,

    /// <summary>A build, and at once 1000 forkchoiceUpdated without a pause: the time of one of them.</summary>
    Storm,

    /// <summary>The getPayload of such a build, after the 1000.</summary>
    AfterStorm,
}
