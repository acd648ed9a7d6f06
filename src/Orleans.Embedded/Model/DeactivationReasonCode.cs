namespace Orleans;

/// <summary>Kinds of reasons; numbered as Orleans does, and only those that this engine gives.</summary>
public enum DeactivationReasonCode : byte
{
    None = 0,

    /// <summary>The process stops.</summary>
    ShuttingDown = 1,

    /// <summary>Loading the state or <see cref="Grain.OnActivateAsync"/> failed.</summary>
    ActivationFailed = 2,

    /// <summary>Nobody called for a while, or the limit of activations was reached.</summary>
    ActivationIdle = 4,

    /// <summary>The state in memory may differ from the stored one, after a conflict or a failed write.</summary>
    ApplicationError = 8,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested = 9,

    /// <summary>Another process has written the state.</summary>
    RuntimeRequested = 11,
}
