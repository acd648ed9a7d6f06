using System.Diagnostics;
using Sidecar.Contracts;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Telemetry;

/// <summary>The text of each enum that is a metric tag or a health fact: snake_case, and never allocated.</summary>
internal static class MetricTags
{
    public static string ToTag(this PayloadSource source) => source switch
    {
        PayloadSource.Local => "local",
        PayloadSource.Builder => "builder",
        _ => throw new UnreachableException(),
    };

    public static string ToTag(this FallbackReason reason) => reason switch
    {
        FallbackReason.None => "none",
        FallbackReason.NoBuilder => "no_builder",
        FallbackReason.ModeDisabled => "mode_disabled",
        FallbackReason.DryRun => "dry_run",
        FallbackReason.NoTxPool => "no_tx_pool",
        FallbackReason.UnknownBuild => "unknown_build",
        FallbackReason.UnknownVersion => "unknown_version",
        FallbackReason.BuilderSyncing => "builder_syncing",
        FallbackReason.BuilderUnhealthy => "builder_unhealthy",
        FallbackReason.BuilderUnreachable => "builder_unreachable",
        FallbackReason.BuilderTimeout => "builder_timeout",
        FallbackReason.BuilderNoPayloadId => "builder_no_payload_id",
        FallbackReason.BuilderError => "builder_error",
        FallbackReason.BuilderMalformed => "builder_malformed",
        FallbackReason.BuilderTooLarge => "builder_too_large",
        FallbackReason.AttributesMismatch => "attributes_mismatch",
        FallbackReason.DuplicateBlock => "duplicate_block",
        FallbackReason.NotValid => "not_valid",
        FallbackReason.ValidationFailed => "validation_failed",
        FallbackReason.Policy => "policy",
        FallbackReason.InternalError => "internal_error",
        FallbackReason.BreakerOpen => "breaker_open",
        FallbackReason.BreakerProbe => "breaker_probe",
        FallbackReason.HeldByAnother => "held_by_another",
        FallbackReason.ClusterAway => "cluster_away",
        FallbackReason.Superseded => "superseded",
        _ => throw new UnreachableException(),
    };

    public static string ToTag(this UpstreamName upstream) => upstream switch
    {
        UpstreamName.Local => "local",
        UpstreamName.Builder => "builder",
        _ => throw new UnreachableException(),
    };

    public static string ToTag(this UpstreamMethod method) => method switch
    {
        UpstreamMethod.ForkchoiceUpdated => "forkchoice_updated",
        UpstreamMethod.GetPayload => "get_payload",
        UpstreamMethod.NewPayload => "new_payload",
        UpstreamMethod.Validate => "validate",
        UpstreamMethod.PassThrough => "pass_through",
        UpstreamMethod.Poll => "poll",
        UpstreamMethod.Mirror => "mirror",
        _ => throw new UnreachableException(),
    };

    public static string ToTag(this UpstreamFailure failure) => failure switch
    {
        UpstreamFailure.None => "ok",
        UpstreamFailure.TimedOut => "timed_out",
        UpstreamFailure.Unreachable => "unreachable",
        UpstreamFailure.TooLarge => "too_large",
        UpstreamFailure.HttpError => "http_error",
        UpstreamFailure.Malformed => "malformed",
        UpstreamFailure.Canceled => "canceled",
        _ => throw new UnreachableException(),
    };

    public static string ToTag(this RequestMethod method) => method switch
    {
        RequestMethod.None => "none",
        RequestMethod.ForkchoiceUpdated => "forkchoice_updated",
        RequestMethod.GetPayload => "get_payload",
        RequestMethod.NewPayload => "new_payload",
        RequestMethod.PassThrough => "pass_through",
        RequestMethod.Batch => "batch",
        _ => throw new UnreachableException(),
    };

    public static string ToTag(this RequestResult result) => result switch
    {
        RequestResult.Answered => "answered",
        RequestResult.Refused => "refused",
        RequestResult.Failed => "failed",
        _ => throw new UnreachableException(),
    };

    public static string ToTag(this RefusalReason reason) => reason switch
    {
        RefusalReason.Unauthorized => "unauthorized",
        RefusalReason.Malformed => "malformed",
        RefusalReason.InvalidRequest => "invalid_request",
        RefusalReason.TooLarge => "too_large",
        RefusalReason.TooDeep => "too_deep",
        RefusalReason.Batch => "batch",
        RefusalReason.ContentType => "content_type",
        RefusalReason.HttpMethod => "http_method",
        RefusalReason.TooSlow => "too_slow",
        RefusalReason.Disconnected => "disconnected",
        _ => throw new UnreachableException(),
    };

    public static string ToTag(this ClusterCall call) => call switch
    {
        ClusterCall.Open => "open",
        ClusterCall.Find => "find",
        ClusterCall.Decide => "decide",
        ClusterCall.RecordBuilder => "record_builder",
        ClusterCall.RequestBuild => "request_build",
        ClusterCall.RecordBuild => "record_build",
        ClusterCall.ReportOutcome => "report_outcome",
        ClusterCall.ReportLead => "report_lead",
        ClusterCall.ReportSync => "report_sync",
        ClusterCall.ReportGateway => "report_gateway",
        ClusterCall.ReleaseWriter => "release_writer",
        ClusterCall.SetMode => "set_mode",
        ClusterCall.LookCluster => "look_cluster",
        ClusterCall.LookBuilder => "look_builder",
        ClusterCall.AddBlocks => "add_blocks",
        _ => throw new UnreachableException(),
    };

    public static string ToTag(this ClusterOutcome outcome) => outcome switch
    {
        ClusterOutcome.Answered => "answered",
        ClusterOutcome.Late => "late",
        ClusterOutcome.Failed => "failed",
        _ => throw new UnreachableException(),
    };

    public static string ToTag(this LaneDropReason reason) => reason switch
    {
        LaneDropReason.Full => "full",
        LaneDropReason.Aged => "aged",
        LaneDropReason.Superseded => "superseded",
        LaneDropReason.Gated => "gated",
        _ => throw new UnreachableException(),
    };

    public static string ToTag(this MirrorDropReason reason) => reason switch
    {
        MirrorDropReason.Full => "full",
        MirrorDropReason.Aged => "aged",
        _ => throw new UnreachableException(),
    };

    public static string ToTag(this PayloadDropReason reason) => reason switch
    {
        PayloadDropReason.Full => "full",
        PayloadDropReason.Aged => "aged",
        PayloadDropReason.Stopped => "stopped",
        _ => throw new UnreachableException(),
    };

    public static string ToTag(this PayloadReadOutcome outcome) => outcome switch
    {
        PayloadReadOutcome.Found => "found",
        PayloadReadOutcome.Absent => "absent",
        PayloadReadOutcome.Torn => "torn",
        PayloadReadOutcome.TooLarge => "too_large",
        PayloadReadOutcome.Failed => "failed",
        _ => throw new UnreachableException(),
    };
}
