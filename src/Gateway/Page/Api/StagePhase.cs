namespace Sidecar.Gateway.Page.Api;

/// <summary>What the times of a stage count from.</summary>
internal enum StagePhase
{
    /// <summary>The forkchoiceUpdated that asked for the build.</summary>
    Start,

    /// <summary>The getPayload.</summary>
    Answer,
}
