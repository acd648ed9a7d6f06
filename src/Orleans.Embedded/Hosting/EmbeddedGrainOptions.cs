namespace Orleans.Hosting;

/// <summary>Limits and habits of the embedded engine.</summary>
public sealed class EmbeddedGrainOptions
{
    /// <summary>
    /// First part of every storage key. Default "default", as Orleans' <c>ClusterOptions.ServiceId</c>; changing it
    /// starts over with empty states.
    /// </summary>
    public string ServiceId { get; set; } = "default";

    /// <summary>An activation that nobody calls for so long ends. Default 15 minutes, as Orleans.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Activations beyond which those used longest ago end. Default 10,000: small control-plane grains of a few KB. An
    /// activation with a running call never ends for this; at twice the limit new ones are refused.
    /// </summary>
    public int MaxActivations { get; set; } = 10_000;

    /// <summary>
    /// Calls that may wait for one activation. Default 1,000; one more fails with
    /// <see cref="Runtime.LimitExceededException"/>.
    /// </summary>
    public int MaxWaitingCalls { get; set; } = 1_000;

    /// <summary>
    /// Longest wait of a caller; it then gets a <see cref="TimeoutException"/>, and the call does not run if it has not
    /// begun. Default 30 seconds, as Orleans. Checked once a <see cref="SweepPeriod"/>: give short budgets as a token.
    /// </summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest activation, loading the states included. Default 30 seconds, as Orleans.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest deactivation. Default 5 seconds, below a host's usual time for stopping.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often late calls and idle activations are looked for. Default 1 second, as Orleans.</summary>
    public TimeSpan SweepPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How much older than the call a state may be that the call sees. Default 0: each call sees whatever was stored
    /// when it was made. More saves one small read of the store per call.
    /// </summary>
    public TimeSpan StateStaleness { get; set; } = TimeSpan.Zero;

    /// <summary>
    /// How often a call runs again after a conflicting write before its caller gets the conflict. Default 3.
    /// </summary>
    public int MaxConflictRetries { get; set; } = 3;

    internal IEnumerable<string> Check()
    {
        if (string.IsNullOrWhiteSpace(ServiceId))
        {
            yield return "ServiceId is empty.";
        }

        if (MaxActivations < 1 || MaxWaitingCalls < 1 || MaxConflictRetries < 0)
        {
            yield return "MaxActivations and MaxWaitingCalls have to be at least 1, MaxConflictRetries at least 0.";
        }

        TimeSpan[] times = [CollectionAge, ResponseTimeout, ActivationTimeout, DeactivationTimeout, SweepPeriod];
        if (times.Any(time => time <= TimeSpan.Zero) || StateStaleness < TimeSpan.Zero)
        {
            yield return "Every time has to be above zero; StateStaleness may be zero.";
        }
    }
}
