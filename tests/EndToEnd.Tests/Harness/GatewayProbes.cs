using System.Text;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>Asks a running gateway in the ways that several tests share.</summary>
internal static class GatewayProbes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits until a counter has at least this value.</summary>
    public static Task WaitForMetricAsync(this GatewayUnderTest gateway, string series, double least = 1) =>
        WaitAsync(gateway, series, value => value >= least);

    /// <summary>Waits until a gauge has this value.</summary>
    public static Task WaitForStateAsync(this GatewayUnderTest gateway, string series, double wanted) =>
        WaitAsync(gateway, series, value => value.Equals(wanted));

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

    private static async Task WaitAsync(GatewayUnderTest gateway, string series, Func<double, bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!holds(await gateway.MetricAsync(series)))
        {
            // Another process's counter: there is nothing to wait on but asking.
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }
}
