using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using Sidecar.Contracts.Blocks;
using Sidecar.Contracts.Builders;
using Sidecar.Contracts.Chain;
using Sidecar.Contracts.Payloads;
using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.Cluster.Calls;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Tests.Upstream;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Cluster;

/// <summary>The gateway's side of the cluster against scripted grains, on a manual clock.</summary>
internal sealed class ClusterHost : IDisposable
{
    public const string GatewayId = "gateway-a";

    private readonly IGrainFactory _factory = Substitute.For<IGrainFactory>();

    public ClusterHost(bool isShared = true, ulong? chainId = 10)
    {
        Options = new ClusterOptions { GatewayId = GatewayId, ChainId = chainId };
        var redis = new RedisOptions();
        if (isShared)
        {
            redis.Endpoints.Add("127.0.0.1:6379");
        }

        var options = Microsoft.Extensions.Options.Options.Create(Options);
        Identity = new ClusterIdentity(
            options, Microsoft.Extensions.Options.Options.Create(new EngineOptions()),
            Microsoft.Extensions.Options.Options.Create(redis));
        _factory.GetGrain<IPayloadGrain>(Arg.Any<string>(), Arg.Any<string?>()).Returns(Payload);
        _factory.GetGrain<IBuilderGrain>(Arg.Any<string>(), Arg.Any<string?>()).Returns(Builder);
        _factory.GetGrain<IClusterGrain>(Arg.Any<string>(), Arg.Any<string?>()).Returns(Cluster);
        _factory.GetGrain<IBlockPageGrain>(Arg.Any<string>(), Arg.Any<string?>()).Returns(call =>
        {
            PagesAsked.Add(call.ArgAt<string>(0));
            return Pages;
        });
        Cluster.Look(Arg.Any<CancellationToken>()).Returns(new ClusterState());
        Client = new ClusterClient(
            new EngineCalls(_factory), Identity, options, Meters.Metrics, Time, NullLogger<ClusterClient>.Instance);
        Outbox = new Outbox(Client, Meters.Metrics, Time, NullLogger<Outbox>.Instance);
        Gate = new ClusterBuilderGate(
            Client, Identity, Outbox, options, Meters.Metrics, Time, NullLogger<ClusterBuilderGate>.Instance);
    }

    public ClusterOptions Options { get; }

    public ManualTimeProvider Time { get; } = new();

    public TestMeters Meters { get; } = new();

    public IPayloadGrain Payload { get; } = Substitute.For<IPayloadGrain>();

    public IBuilderGrain Builder { get; } = Substitute.For<IBuilderGrain>();

    public IClusterGrain Cluster { get; } = Substitute.For<IClusterGrain>();

    public IBlockPageGrain Pages { get; } = Substitute.For<IBlockPageGrain>();

    /// <summary>Keys of the block pages that were asked, in order.</summary>
    public List<string> PagesAsked { get; } = [];

    public ClusterIdentity Identity { get; }

    public ClusterClient Client { get; }

    public Outbox Outbox { get; }

    public ClusterBuilderGate Gate { get; }

    /// <summary>The watch's look that makes the cluster count as there.</summary>
    public async Task ReachAsync() =>
        Assert.True((await Client.LookAsync(ClusterCall.LookCluster, token => Cluster.Look(token))).HasAnswer);

    /// <summary>Moves the clock from one timer to the next until the work is done.</summary>
    public async Task AdvanceUntilDoneAsync(Task work)
    {
        while (await Task.WhenAny(work, Time.WaitForTimersAsync()) != work)
        {
            Time.Advance(Time.NextDueIn ?? TimeSpan.Zero);
        }
    }

    public void Dispose()
    {
        Outbox.Dispose();
        Meters.Dispose();
    }
}
