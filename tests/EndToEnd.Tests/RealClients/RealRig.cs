using System.Net;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;
using Sidecar.TestKit.Engines;

namespace Sidecar.EndToEnd.Tests.RealClients;

/// <summary>The gateway between two real execution clients. Starting it fails where they cannot run.</summary>
internal sealed class RealRig : IAsyncDisposable
{
    private const int Transactions = 80;

    private readonly string _folder;
    private readonly BlockSources _sources;
    private readonly EngineRpc _builderRpc;
    private int _builderOnlySent;

    private RealRig(
        string folder, byte[] secret, RealClient local, RealClient builder, GatewayUnderTest gateway,
        SignedTransactions transactions)
    {
        (_folder, Local, Builder, Gateway, Signed) = (folder, local, builder, gateway, transactions);
        _sources = new BlockSources(gateway);
        _builderRpc = new EngineRpc(builder.EngineUrl, secret);
        LocalRpc = new EngineRpc(local.EngineUrl, secret);
        OpNode = gateway.OpNode();
        OpNode.ForcedTransactions = number => [transactions.Forced[(int)number - 1]];
    }

    public RealClient Local { get; }

    public RealClient Builder { get; }

    public GatewayUnderTest Gateway { get; }

    public OpNodeDriver OpNode { get; }

    public EngineRpc LocalRpc { get; }

    public SignedTransactions Signed { get; }

    public static async Task<RealRig> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("sidecar-e2e-real-").FullName;
        var secret = Jwt.NewSecret();
        var genesis = Path.Combine(folder, "genesis.json");
        Jwt.WriteSecretFile(Path.Combine(folder, "jwt.hex"), secret);
        await ChainGenesis.WriteAsync(genesis, DateTimeOffset.UtcNow, CancellationToken.None);
        var transactions = await SignedTransactions.LoadAsync(Transactions, CancellationToken.None);
        var local = await StartClientAsync("local", folder, genesis);
        var builder = await StartClientAsync("builder", folder, genesis);

        // These clients take a tenth of a second for what others do in a hundredth.
        var gateway = GatewayUnderTest.Start(
            local.EngineUrl, secret, builder.EngineUrl, secret,
            "--builder-timeout", "5000", "--health-check-interval", "1");
        await gateway.WaitForAsync("readyz", HttpStatusCode.OK);
        return new RealRig(folder, secret, local, builder, gateway, transactions);
    }

    /// <summary>Makes a block and tells whose it is by the gateway's own count.</summary>
    public async Task<MadeBlock> MakeBlockAsync()
    {
        await _sources.MarkAsync();
        var block = (await OpNode.MakeBlockAsync(new() { BuildTime = TimeSpan.FromMilliseconds(200) })).EnsureMade();
        return new MadeBlock(block, await _sources.SinceMarkAsync());
    }

    /// <summary>Gives the builder a transaction that nobody else knows.</summary>
    public async Task<string> SendToBuilderOnlyAsync()
    {
        var transaction = Signed.BuilderOnly[_builderOnlySent++];
        var call = await _builderRpc.CallAsync("eth_sendRawTransaction", transaction);
        Assert.True(call.Succeeded, call.ToString());
        return transaction;
    }

    /// <summary>The hash of local's block of a height, asked of local itself.</summary>
    public async Task<string?> LocalHashAsync(ulong number)
    {
        var call = await LocalRpc.CallAsync("eth_getBlockByNumber", $"0x{number:x}", false);
        return call.Result.GetProperty("hash").GetString();
    }

    public async ValueTask DisposeAsync()
    {
        OpNode.Dispose();
        LocalRpc.Dispose();
        _builderRpc.Dispose();
        await Gateway.DisposeAsync();
        await Builder.DisposeAsync();
        await Local.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static Task<RealClient> StartClientAsync(string name, string folder, string genesis)
    {
        var options = new RealClientOptions
        {
            Name = name,
            Folder = folder,
            GenesisPath = genesis,
            JwtSecretPath = Path.Combine(folder, "jwt.hex"),
        };
        return RealClient.StartAsync(options, CancellationToken.None);
    }
}
