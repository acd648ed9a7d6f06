using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Driving;

/// <summary>Where a call is made from, and until when it is worth making.</summary>
internal readonly record struct CallFrame(int Slot, SlotPhase Phase, TimeSpan Deadline);
