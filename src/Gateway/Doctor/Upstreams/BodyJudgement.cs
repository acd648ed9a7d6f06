using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Doctor.Upstreams;

internal static class BodyJudgement
{
    public static readonly FindingKind Passes = FindingKind.Ok("body.ok");
    public static readonly FindingKind Slow = FindingKind.Warning("body.slow");
    public static readonly FindingKind TooLarge = FindingKind.Error("body.too-large");
    public static readonly FindingKind Broken = FindingKind.Error("body.broken");
    public static readonly FindingKind Refused = FindingKind.Error("body.refused");

    private const string Raise =
        "raise the limit of the proxy in front of it (nginx: client_max_body_size 128m), or of the client.";

    /// <summary>A block of this size is not made every time, and the default share of the builder is 800 ms.</summary>
    private static readonly TimeSpan SlowFrom = TimeSpan.FromSeconds(1);

    /// <summary>Judges the answer to a request of this size. Smaller ones were answered before.</summary>
    public static Finding Judge(UpstreamTarget target, ProbeReply reply, int bytes)
    {
        var size = $"A request of {SizeText.Format(bytes)}";
        return reply switch
        {
            { Failure: ProbeFailure.TimedOut } => Slow.Is(
                $"{size} has no answer within {DurationText.Format(DoctorLimits.LargeCall)}.",
                "see how fast the way to it is: large blocks will be late."),
            { Failure: not ProbeFailure.None } => Broken.Is(
                $"{size} is broken off ({ReachableJudgement.Words(reply.Failure)}), small ones are answered.", Raise),
            { StatusCode: StatusCodes.Status413PayloadTooLarge } => TooLarge.Is(
                $"{size} is too large for it (HTTP 413): large blocks will not get there.", Raise),
            { IsAnswered: true, Result: not null } when reply.Elapsed > SlowFrom => Slow.Is(
                $"{size} is answered after "
                + $"{DurationText.Format(TimeSpan.FromMilliseconds(Math.Round(reply.Elapsed.TotalMilliseconds)))}.",
                $"see how fast the way to {target.Url.IdnHost} is: large blocks will be late."),
            { IsAnswered: true, Result: not null } => Passes.Is($"{size} gets through."),
            { ErrorMessage: { } message } => Refused.Is(
                $"{size} is refused ({ForeignText.Quote(message)}), small ones are answered.", Raise),
            _ => Refused.Is($"{size} is refused (HTTP {reply.StatusCode}), small ones are answered.", Raise),
        };
    }
}
