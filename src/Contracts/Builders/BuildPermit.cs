namespace Sidecar.Contracts.Builders;

/// <summary>The answer to a <see cref="BuildRequest"/>.</summary>
/// <param name="Verdict">What to do.</param>
/// <param name="PayloadId">The builder's id of the running build; only with <see cref="PermitVerdict.Join"/>.</param>
/// <param name="IsProbe">Whether the block may only be checked, not answered: the breaker is half open.</param>
/// <param name="Writer">The builder's writer now; null if there is none.</param>
[GenerateSerializer, Immutable, Alias("sidecar.BuildPermit")]
public sealed record BuildPermit(
    [property: Id(0)] PermitVerdict Verdict,
    [property: Id(1)] PayloadId? PayloadId,
    [property: Id(2)] bool IsProbe,
    [property: Id(3)] WriterLease? Writer);

/// <summary>What a gateway does about a build at a builder. Stored and sent by number.</summary>
public enum PermitVerdict
{
    /// <summary>Send the attributes.</summary>
    Start = 0,

    /// <summary>The build is running: use its id, do not send attributes again.</summary>
    Join = 1,

    /// <summary>Another gateway is just asking for this build and has no answer yet: ask the grain again soon.</summary>
    Wait = 2,

    /// <summary>Another gateway writes to this builder.</summary>
    HeldByAnother = 3,

    /// <summary>The builder is left alone for now.</summary>
    BreakerOpen = 4,
}
