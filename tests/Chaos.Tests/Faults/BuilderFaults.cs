using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Faults;

/// <summary>The builder dead, hanging, failing or lying; one of them at a time.</summary>
internal sealed class BuilderFaults(
    SimulatedClient builder, Harvest harvest, HistoryRecorder recorder, Recoveries recoveries)
{
    private static readonly Action<FaultPlan>[] Hangs =
    [
        faults => faults.Blackhole(),
        faults => faults.On("engine_getPayload", Fault.Hang()),
        faults => faults.On("engine_forkchoiceUpdated", Fault.Hang()),
        faults => faults.On("engine_*", Fault.DelayAnswer(TimeSpan.FromMilliseconds(300))),
        faults => faults.On("engine_getPayload", Fault.DripBody(64, TimeSpan.FromMilliseconds(50))),
    ];

    private static readonly Action<FaultPlan>[] Failures =
    [
        faults => faults.On("engine_getPayload", Fault.RpcError(-38001, "Unknown payload")),
        faults => faults.On("engine_getPayload", Fault.AbortBeforeAnswer()),
        faults => faults.On("engine_getPayload", Fault.TruncatedBody(100)),
        faults => faults.On("engine_forkchoiceUpdated", Fault.RpcError(-32000, "busy")),
        faults => faults.On("engine_forkchoiceUpdated", Fault.Status("SYNCING")),
        faults => faults.On("engine_*", Fault.HttpStatus(500, "no")),
    ];

    private static readonly Func<Fault>[] Lies =
    [
        () => PayloadLies.BlockHash(),
        () => PayloadLies.ParentHash(),
        () => PayloadLies.StateRoot(),
        () => PayloadLies.Timestamp(),
        () => PayloadLies.PrevRandao(),
        () => PayloadLies.FeeRecipient(),
        () => PayloadLies.DropFirstTransactions(),
        () => PayloadLies.PrependTransaction(),
    ];

    private bool _isUnwell;

    public bool Kill(PlannedFault fault)
    {
        if (Begin(OutageKind.BuilderDown) is not { } end)
        {
            return false;
        }

        builder.Crash();
        recoveries.Add(fault.Slot + fault.Length, async () =>
        {
            await builder.ReviveAsync();
            end();
        });
        return true;
    }

    public bool Hang(PlannedFault fault) => Plan(fault, Hangs[fault.Variant % Hangs.Length]);

    public bool Fail(PlannedFault fault) => Plan(fault, Failures[fault.Variant % Failures.Length]);

    public bool Lie(PlannedFault fault) =>
        Plan(fault, faults => faults.On("engine_getPayload", Lies[fault.Variant % Lies.Length]()));

    public bool Stale(PlannedFault fault) => Plan(
        fault, faults => faults.On("engine_getPayload", Fault.AnswerWith(_ => harvest.LastBuilderPayload)));

    private bool Plan(PlannedFault fault, Action<FaultPlan> plan)
    {
        if (Begin(OutageKind.BuilderFaulty) is not { } end)
        {
            return false;
        }

        plan(builder.Faults);
        recoveries.Add(fault.Slot + fault.Length, () =>
        {
            builder.Faults.Clear();
            end();
        });
        return true;
    }

    private Action? Begin(OutageKind kind)
    {
        if (_isUnwell)
        {
            return null;
        }

        _isUnwell = true;
        var end = recorder.BeginOutage(kind, UpstreamCall.Builder);
        return () =>
        {
            _isUnwell = false;
            end();
        };
    }
}
