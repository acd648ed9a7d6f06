using Sidecar.Contracts;
using Sidecar.Gateway.Engine;

namespace Sidecar.Gateway.Builders;

/// <summary>What the gateways of a chain agree on before one of them writes to the builder.</summary>
/// <remarks>Nothing here throws, and nothing waits longer than the cluster's budget for one call.</remarks>
internal interface IBuilderGate
{
    /// <summary>
    /// Whether heads and blocks may be relayed: no gateway of another sequencer is the builder's writer, as far as is
    /// known.
    /// </summary>
    bool MayFollow { get; }

    /// <summary>Asks whether attributes may be sent to the builder.</summary>
    ValueTask<BuildPermission> RequestAsync(BuildDigest digest, ulong timestamp);

    /// <summary>Says that this gateway's sequencer builds a block without the builder. Returns at once.</summary>
    void Leads(BuildDigest digest, ulong timestamp);

    /// <summary>Says how the builder took a build that was permitted. Returns at once.</summary>
    void Started(BuildDigest digest, BuilderBuild build);

    /// <summary>Says what came of a build at the builder: None if its block was valid. Returns at once.</summary>
    void Ended(BuildDigest digest, FallbackReason outcome);
}

/// <summary>Whether, and how, a build may go to the builder.</summary>
/// <param name="Refusal">Why it may not; None if it may.</param>
/// <param name="Running">The builder's id, if it is building this already; then nothing is sent.</param>
/// <param name="IsProbe">Whether its block may only be checked, not answered.</param>
internal readonly record struct BuildPermission(FallbackReason Refusal, PayloadId? Running, bool IsProbe)
{
    public static BuildPermission Start(bool isProbe = false) => new(FallbackReason.None, null, isProbe);

    public static BuildPermission Join(PayloadId id, bool isProbe = false) => new(FallbackReason.None, id, isProbe);

    public static BuildPermission Refuse(FallbackReason reason) => new(reason, null, false);
}
