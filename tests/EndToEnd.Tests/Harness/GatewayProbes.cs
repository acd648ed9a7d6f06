using System.Text;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>Asks a running gateway in the ways that several tests share.</summary>
internal static class GatewayProbes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits until a counter has at least this value.</summary>
    public static Task WaitForMetricAsync(this GatewayUnderTest gateway, string series, double least = 1) =>
        gateway.WaitForMetricAsync(series, value => value >= least);

    /// <summary>Waits until a gauge has this value.</summary>
    public static Task WaitForStateAsync(this GatewayUnderTest gateway, string series, double wanted) =>
        gateway.WaitForMetricAsync(series, value => value.Equals(wanted));

    /// <summary>Waits until a series on the metrics page fits.</summary>
    public static Task WaitForMetricAsync(
        this GatewayUnderTest gateway, string series, Func<double, bool> fits, TimeSpan? timeout = null) =>
        Polling.UntilAsync(async () => fits(await gateway.MetricAsync(series)), timeout, series);

    /// <summary>Posts text to the engine port with a good token, as op-node's connection does.</summary>
    public static async Task<EngineCall> PostAsync(this GatewayUnderTest gateway, string body)
    {
        using var rpc = new EngineRpc(gateway.EngineUrl, gateway.JwtSecret) { CallTimeout = Patience };
        return await rpc.PostRawAsync(Encoding.UTF8.GetBytes(body));
    }

    /// <summary>Posts text with this Authorization header; null sends none.</summary>
    public static async Task<EngineCall> PostAsync(this GatewayUnderTest gateway, string body, string? authorization)
    {
        using var rpc = new EngineRpc(gateway.EngineUrl, null) { CallTimeout = Patience };
        return await rpc.PostRawAsync(
            Encoding.UTF8.GetBytes(body), new Dictionary<string, string?> { ["Authorization"] = authorization });
    }

    /// <summary>A good Authorization header.</summary>
    public static string Bearer(this GatewayUnderTest gateway) => "Bearer " + Jwt.Mint(gateway.JwtSecret);
}
