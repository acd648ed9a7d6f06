using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Tests.Upstream;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Builders;

/// <summary>A lane to a scripted builder on a manual clock.</summary>
internal sealed partial class LaneHost : IAsyncDisposable
{
    public LaneHost(BoostSyncOptions? options = null)
    {
        Options = options ?? new BoostSyncOptions();
        Sync = new BuilderSync(Time, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(4));
        Lane = new BuilderLane(
            Builder, Sync, Microsoft.Extensions.Options.Options.Create(Options), Meters.Metrics, Time,
            NullLogger<BuilderLane>.Instance);
    }

    public BoostSyncOptions Options { get; }

    public ManualTimeProvider Time { get; } = new();

    public TestMeters Meters { get; } = new();

    public ScriptedClient Builder { get; } = new();

    public BuilderSync Sync { get; }

    public BuilderLane Lane { get; }

    /// <summary>What was sent to the builder, in order.</summary>
    public IReadOnlyList<string> Sent => [.. Builder.Calls.Select(Name)];

    public static async Task<LaneHost> StartAsync(BoostSyncOptions? options = null)
    {
        var host = new LaneHost(options);
        await host.Lane.StartAsync(CancellationToken.None);
        return host;
    }

    /// <summary>The call with this index, which must be the one with this name.</summary>
    public async Task<ScriptedCall> ExpectAsync(int index, string name)
    {
        var call = await Builder.CallAsync(index);
        Assert.Equal(name, Name(call));
        return call;
    }

    /// <summary>Ends as soon as the lane has taken what was waiting.</summary>
    public async Task UntilTakenAsync()
    {
        while (Lane.Count > 0)
        {
            await Task.Yield();
        }
    }

    public long Dropped(string reason) => Meters.Count($"sidecar.lane.dropped {reason}");

    public async ValueTask DisposeAsync()
    {
        // First those to come: a call that is answered lets the lane send the next.
        Builder.Respond = _ => "{}";
        foreach (var call in Builder.Calls)
        {
            call.Fail(Gateway.Upstream.UpstreamFailure.TimedOut);
        }

        await Lane.StopAsync(CancellationToken.None);
        Lane.Dispose();
        Meters.Dispose();
    }

    private static string Name(ScriptedCall call) => CallName().Match(call.Text).Value;

    [GeneratedRegex("(block|head|attributes) [0-9]+[a-z]?")]
    private static partial Regex CallName();
}
