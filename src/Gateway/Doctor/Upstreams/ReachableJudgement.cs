using System.Diagnostics;
using System.Globalization;

namespace Sidecar.Gateway.Doctor.Upstreams;

internal static class ReachableJudgement
{
    public static readonly FindingKind Answers = FindingKind.Ok("reachable.ok");
    public static readonly FindingKind Slow = FindingKind.Warning("reachable.slow");
    public static readonly FindingKind UnknownName = FindingKind.Error("reachable.unknown-name");
    public static readonly FindingKind Refused = FindingKind.Error("reachable.refused");
    public static readonly FindingKind NoRoute = FindingKind.Error("reachable.no-route");
    public static readonly FindingKind TimedOut = FindingKind.Error("reachable.timed-out");
    public static readonly FindingKind Tls = FindingKind.Error("reachable.tls");
    public static readonly FindingKind Broken = FindingKind.Error("reachable.broken");

    /// <summary>A quarter of the builder's default share of a getPayload, for an answer that takes no work.</summary>
    private static readonly TimeSpan SlowFrom = TimeSpan.FromMilliseconds(200);

    /// <summary>Judges the first answer.</summary>
    public static Finding Judge(UpstreamTarget target, string url, ProbeReply reply) => reply.Failure switch
    {
        ProbeFailure.None when reply.Elapsed >= SlowFrom => Slow.Is(
            $"It answers at {url}, but needs {Milliseconds(reply.Elapsed)} ms for the simplest question.",
            "bring it nearer, or find out what keeps it busy; every block waits for it twice."),
        ProbeFailure.None => Answers.Is($"It answers at {url} within {Milliseconds(reply.Elapsed)} ms."),
        ProbeFailure.UnknownName => UnknownName.Is(
            $"The name {target.Url.IdnHost} in {target.UrlOption} leads nowhere from this machine.",
            "correct the name, or the name server or hosts file of this machine."),
        ProbeFailure.Refused => Refused.Is(
            $"Nothing listens at {url}.",
            $"start the client, let it bind an address that this machine reaches (--authrpc.addr), or correct "
            + $"{target.UrlOption}; the Engine API is usually port 8551."),
        ProbeFailure.NoRoute => NoRoute.Is(
            $"There is no way from this machine to {target.Url.IdnHost}.",
            $"correct {target.UrlOption}, or the network between them."),
        ProbeFailure.TimedOut => TimedOut.Is(
            $"Nothing came back from {url} within "
            + $"{DoctorLimits.Call.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s.",
            "a firewall may swallow it, or the client hangs: see whether its port answers on its own machine."),
        ProbeFailure.Tls => Tls.Is(
            $"TLS with {url} failed: no TLS there, or a certificate that this machine does not trust for that name.",
            $"write http:// in {target.UrlOption} if it has no TLS, else name the certificate's authority or its key "
            + "(docs/security.md)."),
        ProbeFailure.Broken => Broken.Is(
            $"{url} takes connections and ends them without an answer.",
            $"correct {target.UrlOption}: that port is for something else than HTTP, or for https://."),
        _ => throw new UnreachableException(),
    };

    /// <summary>A failure inside a sentence.</summary>
    public static string Words(ProbeFailure failure) => failure switch
    {
        ProbeFailure.None => "no failure",
        ProbeFailure.UnknownName => "unknown name",
        ProbeFailure.Refused => "connection refused",
        ProbeFailure.NoRoute => "no route",
        ProbeFailure.TimedOut => "no answer in time",
        ProbeFailure.Tls => "TLS failed",
        ProbeFailure.Broken => "connection broken",
        _ => throw new UnreachableException(),
    };

    private static string Milliseconds(TimeSpan elapsed) =>
        Math.Max(1, Math.Round(elapsed.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);
}
