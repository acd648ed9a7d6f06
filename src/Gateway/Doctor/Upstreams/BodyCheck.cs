using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Doctor.Upstreams;

/// <summary>Whether a large request gets through: proxies between two machines often stop at 1 MB.</summary>
internal sealed class BodyCheck(UpstreamTarget target, UpstreamProbe probe, EngineOptions options)
    : UpstreamCheck("body", target)
{
    /// <summary>
    /// Above the limits of ordinary RPC ports and proxies, and cheap: white space around one small call.
    /// </summary>
    public const int Bytes = 6 * 1024 * 1024;

    public override async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var bytes = (int)Math.Min(Bytes, options.BodyBytesMax);
        var reply = await probe.AskAsync("eth_chainId", "[]", DoctorLimits.LargeCall, cancellationToken, bytes);
        return CheckResult.Of(BodyJudgement.Judge(Target, reply, bytes));
    }
}
