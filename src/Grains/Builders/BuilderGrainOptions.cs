namespace Sidecar.Grains.Builders;

/// <summary>Limits of a builder grain. All gateways of a chain should have the same.</summary>
public sealed record BuilderGrainOptions
{
    /// <summary>
    /// Failures in a row, of all gateways, that open the breaker. Default 3: one or two are a restart. 0: it never
    /// opens.
    /// </summary>
    public int FailuresMax { get; init; } = 3;

    /// <summary>How long the breaker stays open at first; doubled each time a probe fails. Default 10 s.</summary>
    public TimeSpan OpenFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time open. Default 60 s: a builder that came back waits no longer for its probe.</summary>
    public TimeSpan OpenForMax { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A probe without an outcome for so long has failed. Default 10 s: several blocks.</summary>
    public TimeSpan ProbeAgeMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A writer that asked for no newer block for so long is none any more. Default 5 s: two blocks of 2 s and a bit.
    /// </summary>
    public TimeSpan WriterLease { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long the others wait for the builder's answer to the gateway that asked first. Default 250 ms: then the next
    /// one asks itself.
    /// </summary>
    public TimeSpan AcknowledgementAgeMax { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Builds remembered. Default 16: half a minute of blocks.</summary>
    public int BuildsMax { get; init; } = 16;

    /// <summary>Outcomes remembered; a second report is known as such for as long. Default 32.</summary>
    public int OutcomesMax { get; init; } = 32;

    /// <summary>Gateways whose word on the builder's sync state is kept. Default 16.</summary>
    public int ObserversMax { get; init; } = 16;

    /// <summary>A word on the builder's sync state counts for so long. Default 30 s.</summary>
    public TimeSpan ObservationAgeMax { get; init; } = TimeSpan.FromSeconds(30);
}
