using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sidecar.Devnet.DemoHa;
using Sidecar.TestKit;

namespace Sidecar.Devnet.Drive;

/// <summary>Plays the op-nodes of one chain and their conductor: a block a slot by the leader, given to all.</summary>
/// <remarks>
/// A gateway that does not answer is replaced by the sequencer's next one, a sequencer without a block by the next
/// sequencer: what a load balancer and op-conductor do.
/// </remarks>
internal sealed class DriveRun(DriveOptions options, TimeProvider time) : IDisposable
{
    /// <summary>Blocks kept for a sequencer that was away.</summary>
    private const int KeptMax = 2000;

    /// <summary>op-node's --sequencer.sealing-duration.</summary>
    private static readonly TimeSpan SealingTime = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan StartPause = TimeSpan.FromSeconds(1);

    private readonly OpNodeDriver _opNode = new(options.Sequencers[0].InUse, options.JwtSecret)
    {
        Rpc = { CallTimeout = options.CallTimeout },
    };

    private readonly Dictionary<ulong, (JsonElement Payload, JsonObject Attributes)> _kept = [];
    private readonly DriveTally _tally = new();
    private ChainPoint _head = null!;
    private int _leader;
    private string _trouble = "";

    private DrivenSequencer Leader => options.Sequencers[_leader];

    /// <summary>Makes blocks until it is told to stop, or has made them all.</summary>
    /// <returns>How many slots had no block.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            _head = await FindHeadAsync(cancellationToken);
            while (options.Blocks == 0 || _tally.Made + _tally.Missed < options.Blocks)
            {
                await MakeSlotAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped.
        }

        Console.WriteLine(_tally.ToLine());
        return _tally.Missed;
    }

    public void Dispose() => _opNode.Dispose();

    /// <summary>The lowest head of all sequencers: each of them has it.</summary>
    private async Task<ChainPoint> FindHeadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var heads = new List<ChainPoint>();
            foreach (var sequencer in options.Sequencers)
            {
                var call = await sequencer.CallAsync(
                    _opNode, () => _opNode.CallAsync("eth_getBlockByNumber", cancellationToken, "latest", false));
                if (call.Succeeded && call.Result.ValueKind == JsonValueKind.Object)
                {
                    heads.Add(new(Text(call.Result, "hash"), Number(call.Result, "number"), Number(call.Result, "timestamp")));
                }
            }

            if (heads.Count == options.Sequencers.Count)
            {
                var lowest = heads.MinBy(head => head.Number)!;
                _opNode.SafeHash = _opNode.FinalizedHash = lowest.Hash;
                foreach (var sequencer in options.Sequencers)
                {
                    sequencer.Given = lowest.Number;
                }

                return lowest;
            }

            await Task.Delay(StartPause, time, cancellationToken);
        }
    }

    private async Task MakeSlotAsync(CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        _trouble = "";
        await SendTransactionAsync(cancellationToken);
        var now = (ulong)time.GetUtcNow().ToUnixTimeSeconds();
        var attributes = _opNode.Attributes(_head, new() { Timestamp = Math.Max(_head.Timestamp + 1, now) });

        var id = await StartBuildAsync(attributes, cancellationToken);
        await WaitUntilAsync(startedAt, options.BlockTime - SealingTime, cancellationToken);
        var askedAt = time.GetTimestamp();
        var payload = id is null ? null : await SealAsync(id, attributes, cancellationToken);
        var took = time.GetElapsedTime(askedAt);

        // What comes a whole block too late is none for the chain's users.
        if (payload is { } block && time.GetElapsedTime(startedAt) < 2 * options.BlockTime)
        {
            var maker = MakerOf(block);
            _tally.CountMade(maker);
            Print($"{_head.Number,6}  {Leader.Name}  {Leader.InUse.Host,-12} {maker,-10} {took.TotalMilliseconds,7:F1} ms");
        }
        else
        {
            _tally.CountMissed();
            Print($"{_head.Number + 1,6}  {Leader.Name}  {Leader.InUse.Host,-12} MISSED");
        }

        await CatchUpAsync(cancellationToken);
        await WaitUntilAsync(startedAt, options.BlockTime, cancellationToken);
    }

    private async Task<string?> StartBuildAsync(JsonObject attributes, CancellationToken cancellationToken)
    {
        for (var tried = 0; tried < options.Sequencers.Count; tried++)
        {
            var call = await Leader.CallAsync(
                _opNode, () => _opNode.ForkchoiceUpdatedAsync(_head.Hash, attributes, 3, cancellationToken));
            if (EngineAnswers.PayloadIdOf(call) is { } id)
            {
                return id;
            }

            MoveLeader(call);
        }

        return null;
    }

    /// <summary>getPayload, newPayload, forkchoiceUpdated; by the next sequencer if the leader is lost meanwhile.</summary>
    private async Task<JsonElement?> SealAsync(string id, JsonObject attributes, CancellationToken cancellationToken)
    {
        for (var tried = 0; tried < options.Sequencers.Count; tried++)
        {
            var call = await Leader.CallAsync(_opNode, () => _opNode.GetPayloadAsync(id, null, cancellationToken));
            if (EngineAnswers.PayloadOf(call) is { } payload && await GiveAsync(Leader, payload, attributes, cancellationToken))
            {
                _head = new(Text(payload, "blockHash"), Number(payload, "blockNumber"), Number(payload, "timestamp"));
                _kept[_head.Number] = (payload, attributes);
                _kept.Remove(_head.Number - KeptMax);
                return payload;
            }

            MoveLeader(call);
            id = await StartBuildAsync(attributes, cancellationToken) ?? id;
        }

        return null;
    }

    private async Task<bool> GiveAsync(
        DrivenSequencer sequencer, JsonElement payload, JsonObject attributes, CancellationToken cancellationToken)
    {
        var root = (string?)attributes["parentBeaconBlockRoot"];
        var imported = await sequencer.CallAsync(
            _opNode, () => _opNode.NewPayloadAsync(payload, root, 4, cancellationToken));
        var moved = await sequencer.CallAsync(
            _opNode, () => _opNode.ForkchoiceUpdatedAsync(Text(payload, "blockHash"), null, 3, cancellationToken));
        if (!EngineAnswers.IsValid(imported) || !EngineAnswers.IsValid(moved))
        {
            Trouble(EngineAnswers.IsValid(imported) ? moved : imported);
            return false;
        }

        sequencer.Given = Number(payload, "blockNumber");
        return true;
    }

    /// <summary>Gives the others what they lack, in order, as soon as one of their gateways answers.</summary>
    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        foreach (var sequencer in options.Sequencers.Where(sequencer => sequencer != Leader))
        {
            while (_kept.TryGetValue(sequencer.Given + 1, out var block)
                && await GiveAsync(sequencer, block.Payload, block.Attributes, cancellationToken))
            {
            }
        }
    }

    private async Task SendTransactionAsync(CancellationToken cancellationToken)
    {
        var transaction = $"0x02{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(100))}";
        await Leader.CallAsync(_opNode, () => _opNode.CallAsync("eth_sendRawTransaction", cancellationToken, transaction));
    }

    private void MoveLeader(EngineCall call)
    {
        Trouble(call);
        _leader = (_leader + 1) % options.Sequencers.Count;
    }

    private void Trouble(EngineCall call) =>
        _trouble += $"  {Leader.Name}: {call.Method} {call.Status} {call.TransportError?.GetType().Name}{call.ErrorMessage}";

    private void Print(string line) => Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():HH:mm:ss}  {line,-50}  {_tally.ToLine()}{_trouble}"));

    private async Task WaitUntilAsync(long startedAt, TimeSpan due, CancellationToken cancellationToken)
    {
        var left = due - time.GetElapsedTime(startedAt);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, cancellationToken);
        }
    }

    /// <summary>Simulated clients put their name into a last transaction: type, name, eight bytes for the number.</summary>
    private static string MakerOf(JsonElement payload)
    {
        var last = payload.GetProperty("transactions").EnumerateArray().Last().GetString()!;
        return Encoding.UTF8.GetString(Convert.FromHexString(last[2..]).AsSpan()[1..^8]);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static ulong Number(JsonElement json, string name) => Convert.ToUInt64(Text(json, name), 16);
}
