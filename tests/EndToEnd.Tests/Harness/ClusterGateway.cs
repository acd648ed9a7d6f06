using System.Net;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>A gateway of a cluster: killed, frozen, and started again at the same address.</summary>
internal sealed class ClusterGateway : IAsyncDisposable
{
    private GatewayLaunch _launch;

    public ClusterGateway(string name, GatewayLaunch launch)
    {
        Name = name;
        _launch = launch;
        Process = GatewayUnderTest.Start(launch);
        Sources = new BlockSources(Process);
    }

    /// <summary>Its name in the cluster.</summary>
    public string Name { get; }

    /// <summary>The process that runs now, or ran last.</summary>
    public GatewayUnderTest Process { get; private set; }

    /// <summary>Whose blocks it answered.</summary>
    public BlockSources Sources { get; private set; }

    /// <summary>Ends when it is ready, and part of the cluster.</summary>
    public async Task WaitUntilJoinedAsync()
    {
        await WaitUntilReadyAsync();
        await WaitForClusterAsync(isReached: true);
    }

    /// <summary>Ends when an orchestrator would send it calls.</summary>
    public Task WaitUntilReadyAsync() => Process.WaitForAsync("readyz", HttpStatusCode.OK, TimeSpan.FromSeconds(60));

    /// <summary>Ends when it finds the cluster there, or away.</summary>
    public Task WaitForClusterAsync(bool isReached) =>
        Process.WaitForStateAsync("sidecar_cluster_reachable", isReached ? 1 : 0);

    /// <summary>How often the cluster has answered a call of it.</summary>
    public Task<double> ToldAsync(string call) => Process.MetricAsync(ToldSeries(call));

    /// <summary>Ends when the cluster has answered a call of it so often.</summary>
    public Task WaitUntilToldAsync(string call, double least) => Process.WaitForMetricAsync(ToldSeries(call), least);

    /// <summary>Ends when it knows who may write to the builder.</summary>
    public Task WaitForWriterAsync(string name)
    {
        var fact = $"\"name\":\"cluster.builder.writer\",\"value\":\"{name}\"";
        return Polling.UntilAsync(
            async () => (await Process.GetAsync("healthz/json")).Body.Contains(fact, StringComparison.Ordinal));
    }

    /// <summary>SIGKILL; gone when this ends.</summary>
    public async Task KillAsync()
    {
        Process.Process.Send(ProcessSignal.Kill);
        await Process.Process.WaitForExitAsync();
        await Process.DisposeAsync();
    }

    /// <summary>SIGTERM; gone when this ends.</summary>
    public async Task StopAsync()
    {
        Process.Process.Terminate();
        await Process.Process.WaitForExitAsync(TimeSpan.FromSeconds(30));
        await Process.DisposeAsync();
    }

    /// <summary>Starts it again, once it is gone; waits for nothing.</summary>
    /// <param name="program">Another build of the gateway; null for the same.</param>
    public void StartAgain(string? program = null)
    {
        _launch = _launch with { Program = program ?? _launch.Program };
        Process = GatewayUnderTest.Start(_launch);
        Sources = new BlockSources(Process);
    }

    /// <summary>SIGSTOP: its connections stay, and nothing happens on them.</summary>
    public void Freeze() => Process.Process.Send(ProcessSignal.Stop);

    /// <summary>SIGCONT.</summary>
    public void Continue() => Process.Process.Send(ProcessSignal.Continue);

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private static string ToldSeries(string call) =>
        $"sidecar_cluster_call_duration_seconds_count{{call=\"{call}\",outcome=\"answered\"}}";
}
