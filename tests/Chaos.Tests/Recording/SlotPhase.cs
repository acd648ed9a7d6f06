namespace Sidecar.Chaos.Tests.Recording;

/// <summary>Where in a slot something happens, in order; the last two run beside slots.</summary>
internal enum SlotPhase
{
    SlotStart,

    BeforeForkchoice,

    BeforeGetPayload,

    DuringGetPayload,

    AfterAnswer,

    BeforeNewPayload,

    Gossip,

    Deposed,
}
