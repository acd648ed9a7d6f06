using System.Text;
using Sidecar.Contracts;
using Sidecar.Contracts.Payloads;
using Sidecar.Gateway.Engine;

namespace Sidecar.Gateway.Cluster;

/// <summary>Turns what the walks know into what grains hold, and back.</summary>
internal static class ClusterMessages
{
    /// <summary>Longest attributes that a grain holds. A block's forced transactions are a few KB.</summary>
    private const int AttributesBytesMax = 256 * 1024;

    public static PayloadBuild ToMessage(this Build build, string gatewayId, DateTimeOffset now) => new(
        build.Digest,
        build.Parent,
        build.Attributes.Timestamp ?? 0,
        build.RawAttributes.Length is > 0 and <= AttributesBytesMax
            ? Encoding.UTF8.GetString(build.RawAttributes.Span)
            : null,
        gatewayId,
        now);

    /// <summary>The same without the attributes, for calls that only name the build.</summary>
    public static PayloadBuild ToReference(this Build build, string gatewayId, DateTimeOffset now) => new(
        build.Digest, build.Parent, build.Attributes.Timestamp ?? 0, null, gatewayId, now, build.IsUnknown);

    public static BuilderRun ToMessage(this BuilderBuild build, ClusterIdentity identity) =>
        new(identity.BuilderId, build.PayloadId, build.Failure, identity.GatewayId, build.IsProbe);

    public static PayloadDecision ToMessage(this Decision decision, string gatewayId, DateTimeOffset now) => new(
        decision.Source, decision.Reason, decision.BlockHash, decision.BlockNumber, decision.GasUsed,
        decision.TransactionCount, decision.GetPayloadVersion, gatewayId, now);

    public static Decision ToDecision(this PayloadDecision decision) => new(
        decision.Source, Known(decision.Reason), decision.BlockHash, decision.BlockNumber, decision.GasUsed,
        decision.TransactionCount, decision.GetPayloadVersion);

    /// <summary>A newer gateway may give reasons that this version has no name for.</summary>
    public static FallbackReason Known(FallbackReason reason) =>
        Enum.IsDefined(reason) ? reason : FallbackReason.InternalError;
}
