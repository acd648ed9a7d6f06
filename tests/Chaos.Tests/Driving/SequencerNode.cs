using System.Text.Json;
using Sidecar.Chaos.Tests.Cluster;
using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Driving;

/// <summary>An op-node with a list of gateways: a call that one does not answer goes to the next.</summary>
internal sealed class SequencerNode(string name, IReadOnlyList<GatewayNode> gateways, HistoryRecorder recorder)
{
    private static readonly TimeSpan BetweenCalls = TimeSpan.FromMilliseconds(20);

    private int _preferred;

    public string Name => name;

    public IReadOnlyList<GatewayNode> Gateways => gateways;

    /// <summary>The gateway that is asked first.</summary>
    public GatewayNode Preferred => gateways[Volatile.Read(ref _preferred)];

    /// <summary>What went wrong last.</summary>
    public string? LastFailure { get; private set; }

    /// <summary>A gateway that is up and not this one.</summary>
    public GatewayNode? Spare(GatewayNode other) =>
        gateways.FirstOrDefault(gateway => gateway != other && gateway.IsUp);

    /// <summary>The payloadId, or null if no gateway gave one before the deadline.</summary>
    public async Task<string?> StartBuildAsync(CallFrame frame, ChainPoint head)
    {
        var question = new Question(EngineMethod.StartBuild, BlockHash: head.Hash);
        var (_, reading) = await AskAsync(frame, gateway => AskOnceAsync(
            gateway, frame, question, driver => driver.ForkchoiceUpdatedAsync(head.Hash, driver.Attributes(head)),
            result => Text(result, "payloadId") is { } payloadId
                ? Updated(result) with { PayloadId = payloadId }
                : new($"payloadId is null: {result}")));
        return reading.PayloadId;
    }

    /// <summary>The block and who gave it, or nothing if no gateway gave one before the deadline.</summary>
    public async Task<(GatewayNode? Gateway, BuiltBlock? Block)> GetPayloadAsync(CallFrame frame, string payloadId)
    {
        var (gateway, reading) = await AskAsync(
            frame, async gateway => await GetPayloadOnceAsync(gateway, frame, payloadId, isRepeat: false));
        return (gateway, reading.Block);
    }

    /// <summary>Asks one gateway for a payload, once.</summary>
    public Task<Reading> GetPayloadOnceAsync(GatewayNode gateway, CallFrame frame, string payloadId, bool isRepeat) =>
        AskOnceAsync(
            gateway, frame, new(EngineMethod.GetPayload, payloadId, IsRepeat: isRepeat),
            driver => driver.GetPayloadAsync(payloadId),
            result => new(null, payloadId, BuiltBlock.Read(result)));

    /// <summary>newPayload and then the head; whether both were VALID before the deadline.</summary>
    public async Task<bool> InsertAsync(CallFrame frame, BuiltBlock block)
    {
        var question = new Question(EngineMethod.NewPayload, BlockHash: block.Point.Hash);
        var (_, reading) = await AskAsync(frame, gateway => AskOnceAsync(
            gateway, frame, question, driver => driver.NewPayloadAsync(block.Payload, block.BeaconRoot),
            result => Valid(result)));
        return reading.IsGood && await SetHeadAsync(frame, block.Point.Hash);
    }

    /// <summary>An update without attributes; whether it was VALID before the deadline.</summary>
    public async Task<bool> SetHeadAsync(CallFrame frame, string hash)
    {
        var question = new Question(EngineMethod.ForkchoiceUpdated, BlockHash: hash);
        var (_, reading) = await AskAsync(frame, gateway => AskOnceAsync(
            gateway, frame, question, driver => driver.ForkchoiceUpdatedAsync(hash, null), Updated));
        return reading.IsGood;
    }

    private async Task<(GatewayNode? Gateway, Reading Reading)> AskAsync(
        CallFrame frame, Func<GatewayNode, Task<Reading>> askOnce)
    {
        while (recorder.Now < frame.Deadline)
        {
            var asked = Volatile.Read(ref _preferred);
            var reading = await askOnce(gateways[asked]);
            if (reading.IsGood)
            {
                return (gateways[asked], reading);
            }

            Interlocked.CompareExchange(ref _preferred, (asked + 1) % gateways.Count, asked);
            await Task.Delay(BetweenCalls);
        }

        return (null, new("no answer before the deadline"));
    }

    private async Task<Reading> AskOnceAsync(
        GatewayNode gateway,
        CallFrame frame,
        Question question,
        Func<OpNodeDriver, Task<EngineCall>> send,
        Func<JsonElement, Reading> read)
    {
        var (incarnation, start) = (gateway.Incarnation, recorder.Now);
        var answer = await send(gateway.Driver);
        var end = recorder.Now;
        var reading = answer.Succeeded ? read(answer.Result) : new(answer.ToString());
        recorder.Add(new DriverCall
        {
            Slot = frame.Slot,
            Phase = frame.Phase,
            Sequencer = name,
            Gateway = gateway.Name,
            Incarnation = incarnation,
            Method = question.Method,
            Start = start,
            End = end,
            Outcome = Outcome(answer, reading),
            PayloadId = question.PayloadId ?? reading.PayloadId,
            BlockHash = question.BlockHash ?? reading.Block?.Point.Hash,
            IsRepeat = question.IsRepeat,
            Detail = reading.Refusal,
        });
        LastFailure = reading.IsGood ? LastFailure : $"{gateway.Name} {question.Method}: {reading.Refusal}";
        return reading;
    }

    private static CallOutcome Outcome(EngineCall answer, Reading reading) => answer switch
    {
        _ when reading.IsGood => CallOutcome.Answered,
        { TransportError: OperationCanceledException } => CallOutcome.TimedOut,
        { TransportError: not null } => CallOutcome.Failed,
        _ => CallOutcome.Refused,
    };

    private static Reading Updated(JsonElement result) =>
        result.ValueKind == JsonValueKind.Object && result.TryGetProperty("payloadStatus", out var status)
            ? Valid(status)
            : new($"no payloadStatus: {result}");

    private static Reading Valid(JsonElement payloadStatus) =>
        Text(payloadStatus, "status") == "VALID" ? default : new($"payload status {payloadStatus}");

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
