using Orleans.Storage;

namespace Orleans.Embedded;

/// <summary>The reasons for which the engine itself ends activations.</summary>
internal static class ActivationEnds
{
    public static DeactivationReason Idle() =>
        new(DeactivationReasonCode.ActivationIdle, "Nobody called it for the collection age.");

    public static DeactivationReason Crowded() =>
        new(DeactivationReasonCode.ActivationIdle, "The limit of activations was reached and it was used longest ago.");

    public static DeactivationReason ShuttingDown() => new(DeactivationReasonCode.ShuttingDown, "The process stops.");

    public static DeactivationReason ForeignWrite() =>
        new(DeactivationReasonCode.RuntimeRequested, "Another process has written the state.");

    public static DeactivationReason Conflict(InconsistentStateException conflict) =>
        new(DeactivationReasonCode.ApplicationError, conflict, "A conditional write met a newer state.");

    public static DeactivationReason Suspect() =>
        new(DeactivationReasonCode.ApplicationError, "A write failed, so that memory and store may differ.");
}
