using System.Text.Json;
using Sidecar.TestKit.Engines;

namespace Sidecar.TestKit.Tests.Engines;

/// <summary>What the tests of the gateway take for granted about the real clients.</summary>
[Trait("Category", "E2E")]
public sealed class RealClientTests : IAsyncLifetime
{
    private readonly byte[] _secret = Jwt.NewSecret();
    private readonly string _folder = Directory.CreateTempSubdirectory("sidecar-engines-").FullName;

    private string GenesisPath => Path.Combine(_folder, "genesis.json");

    private string SecretPath => Path.Combine(_folder, "jwt.hex");

    public async Task InitializeAsync()
    {
        Jwt.WriteSecretFile(SecretPath, _secret);
        await ChainGenesis.WriteAsync(GenesisPath, DateTimeOffset.UtcNow.AddSeconds(-60), CancellationToken.None);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Build_NoTxPool_HoldsOnlyTheForcedTransactions()
    {
        var transactions = await SignedTransactions.LoadAsync(2, CancellationToken.None);
        await using var client = await StartAsync("local");
        using var opNode = Drive(client, transactions);
        await opNode.CallAsync("eth_sendRawTransaction", transactions.Mirrored[0]);

        var closed = (await opNode.MakeBlockAsync(new() { NoTxPool = true })).EnsureMade();
        var open = (await opNode.MakeBlockAsync()).EnsureMade();

        Assert.Equal([transactions.Forced[0]], closed.Transactions);
        Assert.Equal([transactions.Forced[1], transactions.Mirrored[0]], open.Transactions);
    }

    [Fact]
    public async Task Restart_AfterKill_KeepsTheChain()
    {
        var transactions = await SignedTransactions.LoadAsync(3, CancellationToken.None);
        await using var client = await StartAsync("local");
        using var opNode = Drive(client, transactions);
        var made = await opNode.MakeBlocksAsync(3);

        client.Kill();
        await client.RestartAsync(CancellationToken.None);
        var head = await opNode.ReadHeadAsync();

        Assert.Equal(made[^1].Hash, head.Hash);
    }

    [Fact]
    public async Task NewPayload_OfMissedBlocksInOrder_MakesTheHeadValid()
    {
        var transactions = await SignedTransactions.LoadAsync(3, CancellationToken.None);
        await using var local = await StartAsync("local");
        await using var behind = await StartAsync("behind");
        using var opNode = Drive(local, transactions);
        using var replay = Drive(behind, transactions);
        var missed = await opNode.MakeBlocksAsync(3);

        var early = await NewPayloadAsync(replay, missed[^1]);
        var unknownHead = await replay.ForkchoiceUpdatedAsync(missed[^1].Hash, null);
        var replayed = new List<string?>();
        foreach (var block in missed)
        {
            replayed.Add(await NewPayloadAsync(replay, block));
        }

        var head = await replay.ForkchoiceUpdatedAsync(missed[^1].Hash, null);

        Assert.Equal("ACCEPTED", early);
        Assert.Equal("SYNCING", Status(unknownHead.Result.GetProperty("payloadStatus")));
        Assert.Equal(["VALID", "VALID", "VALID"], replayed);
        Assert.Equal("VALID", Status(head.Result.GetProperty("payloadStatus")));
    }

    [Fact]
    public async Task Build_PoolHasIncludedTransaction_TakesTheAccountsNext()
    {
        var transactions = await SignedTransactions.LoadAsync(3, CancellationToken.None);
        await using var local = await StartAsync("local");
        await using var behind = await StartAsync("behind");
        using var opNode = Drive(local, transactions);
        using var replay = Drive(behind, transactions);
        await opNode.CallAsync("eth_sendRawTransaction", transactions.Mirrored[0]);
        await replay.CallAsync("eth_sendRawTransaction", transactions.Mirrored[0]);
        foreach (var block in await opNode.MakeBlocksAsync(2))
        {
            await NewPayloadAsync(replay, block);
        }

        await replay.ForkchoiceUpdatedAsync(opNode.Head!.Hash, null);
        await replay.ReadHeadAsync();
        await replay.CallAsync("eth_sendRawTransaction", transactions.Mirrored[1]);
        var next = (await replay.MakeBlockAsync()).EnsureMade();

        Assert.Equal([transactions.Forced[2], transactions.Mirrored[1]], next.Transactions);
    }

    private static async Task<string?> NewPayloadAsync(OpNodeDriver driver, BlockResult block)
    {
        var call = await driver.NewPayloadAsync(block.Payload, (string?)block.Attributes["parentBeaconBlockRoot"]);
        return Status(call.Result);
    }

    private static string? Status(JsonElement payloadStatus) => payloadStatus.GetProperty("status").GetString();

    private Task<RealClient> StartAsync(string name)
    {
        var options = new RealClientOptions
        {
            Name = name,
            Folder = _folder,
            GenesisPath = GenesisPath,
            JwtSecretPath = SecretPath,
        };
        return RealClient.StartAsync(options, CancellationToken.None);
    }

    private OpNodeDriver Drive(RealClient client, SignedTransactions transactions) => new(client.EngineUrl, _secret)
    {
        ForcedTransactions = number => [transactions.Forced[(int)number - 1]],
    };
}
