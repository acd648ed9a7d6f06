using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>A block that op-node made.</summary>
/// <param name="Block">Its way through the four calls.</param>
/// <param name="Source"><see cref="Builder"/>, or for instance <c>local:builder_timeout</c>.</param>
internal sealed record MadeBlock(BlockResult Block, string Source)
{
    public const string Builder = "builder:none";

    /// <summary>How long op-node waited for the block.</summary>
    public double GetPayloadMilliseconds => Block.Calls[BlockStep.GetPayload].Milliseconds;

    /// <summary>How long op-node waited for the start of the build.</summary>
    public double StartBuildMilliseconds => Block.Calls[BlockStep.StartBuild].Milliseconds;

    public override string ToString() => $"{Source} in {StartBuildMilliseconds:0} and {GetPayloadMilliseconds:0} ms";
}
