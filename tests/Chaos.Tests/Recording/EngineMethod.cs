namespace Sidecar.Chaos.Tests.Recording;

/// <summary>The calls that make and move a chain; attributes make a call of another kind of an update.</summary>
internal enum EngineMethod
{
    ForkchoiceUpdated,

    StartBuild,

    GetPayload,

    NewPayload,
}
