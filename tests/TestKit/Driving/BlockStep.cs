namespace Sidecar.TestKit;

/// <summary>The four engine calls that make a block, in op-node's order.</summary>
public enum BlockStep
{
    StartBuild,

    GetPayload,

    NewPayload,

    SetHead,
}
