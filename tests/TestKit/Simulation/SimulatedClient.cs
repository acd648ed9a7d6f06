using System.Text.Json;
using Microsoft.AspNetCore.Connections;

namespace Sidecar.TestKit;

/// <summary>
/// An OP Stack execution client in this process: Engine API over HTTP and JWT, a small real chain, faults on demand.
/// </summary>
public sealed class SimulatedClient : IAsyncDisposable
{
    private static int Started;

    private readonly SimulatedClientOptions _options;
    private readonly ClientState _state;
    private readonly Conditions _changed = new();
    private readonly LoopbackServer _server;

    private SimulatedClient(SimulatedClientOptions options)
    {
        _options = options;
        _state = new(options, options.PayloadIdSalt ?? $"{options.Name}/{Interlocked.Increment(ref Started)}");
        var endpoint = new RpcEndpoint(options, new(_state, _changed), Faults, Calls);
        _server = new(endpoint.HandleAsync, options.Host, options.RequestBytesMax);
    }

    public string Name => _options.Name;

    public int Port { get; private set; }

    public Uri Url => new($"http://127.0.0.1:{Port}");

    /// <summary>The secret that tokens are checked with; null when they are not checked.</summary>
    public byte[]? JwtSecret => _options.JwtSecret;

    public FaultPlan Faults { get; } = new();

    /// <summary>Every call that arrived.</summary>
    public CallLog Calls { get; } = new();

    public SimulatedBlock Genesis => Look(state => state.Chain.Genesis);

    public SimulatedBlock Head => Look(state => state.Chain.Head);

    public SimulatedBlock Safe => Look(state => state.Chain.Safe);

    public SimulatedBlock Finalized => Look(state => state.Chain.Finalized);

    public ulong HeadNumber => Head.Number;

    /// <summary>All blocks that were imported, side chains included.</summary>
    public IReadOnlyList<SimulatedBlock> Blocks => Look(state => state.Chain.Blocks.ToList());

    /// <summary>Raw transactions as DATA, in order of arrival.</summary>
    public IReadOnlyList<string> Mempool =>
        Look(state => state.Chain.Mempool.Select(bytes => Hex.Data(bytes)).ToList());

    /// <summary>Ids of the builds that getPayload would answer.</summary>
    public IReadOnlyList<string> PayloadIds => Look(state => state.Builds.Ids.ToList());

    /// <summary>The last parameters of each miner_ method.</summary>
    public IReadOnlyDictionary<string, JsonElement> MinerSettings =>
        Look(state => new Dictionary<string, JsonElement>(state.MinerSettings));

    /// <summary>While true every newPayload and forkchoiceUpdated is answered SYNCING.</summary>
    public bool IsSyncing
    {
        get => Look(state => state.IsSyncing);
        set => Change(state => state.IsSyncing = value);
    }

    /// <summary>
    /// Bytes of generated transactions to put into every block that may use the pool. Their JSON is twice as long.
    /// </summary>
    public long ExtraTransactionBytes
    {
        get => Look(state => state.ExtraTransactionBytes);
        set => Change(state => state.ExtraTransactionBytes = value);
    }

    /// <summary>The blockValue of builds sealed from now on; null counts transactions.</summary>
    public ulong? BlockValue
    {
        get => Look(state => state.BlockValue);
        set => Change(state => state.BlockValue = value);
    }

    /// <summary>Starts a client and listens.</summary>
    public static async Task<SimulatedClient> StartAsync(SimulatedClientOptions? options = null)
    {
        var client = new SimulatedClient(options ?? new());
        for (var attempt = 1; ; attempt++)
        {
            client.Port = client._options.Port == 0 ? FreePort.Next() : client._options.Port;
            try
            {
                await client._server.StartAsync(client.Port);
                return client;
            }
            catch (IOException) when (client._options.Port == 0 && attempt < 10)
            {
                // Another process took the port between the look and the bind.
            }
        }
    }

    public bool KnowsBlock(string hash) => Look(state => state.Chain.Find(hash) is not null);

    /// <summary>A block by its hash; null when unknown.</summary>
    public SimulatedBlock? FindBlock(string hash) => Look(state => state.Chain.Find(hash));

    /// <summary>Puts a transaction into the mempool without a call, and returns its hash.</summary>
    public string AddTransaction(string transaction) =>
        Look(state => state.Chain.AddTransaction(Hex.ToBytes(transaction)));

    /// <summary>Learns another client's blocks, as syncing over p2p would; the head stays.</summary>
    public void ImportBlocksFrom(SimulatedClient other)
    {
        foreach (var block in other.Blocks)
        {
            Change(state => state.Chain.Add(block));
        }
    }

    /// <summary>Calls of a method, of all its versions, or of a prefix ending in <c>*</c>.</summary>
    public IReadOnlyList<ReceivedCall> CallsOf(string methodPattern) => Calls.Of(methodPattern);

    /// <summary>Ends as soon as so many such calls have arrived, and returns them.</summary>
    public Task<IReadOnlyList<ReceivedCall>> WaitForCallAsync(
        Func<ReceivedCall, bool> predicate, int count = 1, TimeSpan? timeout = null) =>
        Calls.WaitForAsync(predicate, count, timeout);

    /// <summary>The same for all calls of a method pattern.</summary>
    public Task<IReadOnlyList<ReceivedCall>> WaitForCallAsync(
        string methodPattern, int count = 1, TimeSpan? timeout = null) =>
        Calls.WaitForAsync(call => call.Is(methodPattern), count, timeout);

    /// <summary>Ends as soon as this block is the head.</summary>
    public Task WaitForHeadAsync(string hash, TimeSpan? timeout = null) => _changed.WaitAsync(
        () => Head.Hash == hash, timeout ?? Patience.Default, () => $"head {hash} of {Name}; it is {Head.Hash}");

    /// <summary>Ends as soon as the head is at least this high.</summary>
    public Task WaitForHeadAsync(ulong number, TimeSpan? timeout = null) => _changed.WaitAsync(
        () => HeadNumber >= number, timeout ?? Patience.Default, () => $"height {number} of {Name}, now {HeadNumber}");

    /// <summary>
    /// Dies at once: stops listening, breaks every connection, forgets its builds and, if told so, its chain.
    /// </summary>
    public void Crash(bool wipeChain = false)
    {
        _server.Abort();
        Change(state => state.Crash(wipeChain));
    }

    /// <summary>Listens again on the same port.</summary>
    public async Task ReviveAsync()
    {
        try
        {
            await _server.StartAsync(Port);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new InvalidOperationException($"Somebody took port {Port} while {Name} was down.", exception);
        }
    }

    public async ValueTask DisposeAsync() => await _server.StopAsync();

    private T Look<T>(Func<ClientState, T> look)
    {
        lock (_state.Gate)
        {
            return look(_state);
        }
    }

    private void Change(Action<ClientState> change)
    {
        lock (_state.Gate)
        {
            change(_state);
        }

        _changed.Pulse();
    }
}
