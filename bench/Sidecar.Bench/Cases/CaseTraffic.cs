using System.Diagnostics;
using Sidecar.Bench.Blocks;
using Sidecar.Bench.Load;
using Sidecar.Bench.Targets;

namespace Sidecar.Bench.Cases;

/// <summary>Writes the requests of a case.</summary>
internal sealed class CaseTraffic
{
    public const int StormCalls = 1000;

    private static readonly EngineRequest[] Forkchoice = [EngineCalls.ForkchoiceUpdated()];
    private static readonly EngineRequest[] ChainId = [EngineCalls.ChainId()];
    private static readonly EngineRequest[] StormOfForkchoice = [.. Enumerable.Repeat(Forkchoice[0], StormCalls)];

    private readonly BenchCase _case;
    private readonly PayloadJson? _payload;
    private readonly EngineRequest? _newPayload;
    private readonly int _payloadAt;

    public CaseTraffic(BenchCase benchCase)
    {
        _case = benchCase;
        if (benchCase.PayloadBytes > 0)
        {
            _payload = new PayloadJson(benchCase.PayloadBytes);
            (_newPayload, _payloadAt) = EngineCalls.NewPayload(_payload);
        }
    }

    /// <summary>Sent to every target of a round before the first of them is visited.</summary>
    public EngineRequest[] Ahead(uint build) => _case.HasAhead ? [EngineCalls.ForkchoiceUpdated(build)] : [];

    /// <summary>Sent in the visit, not timed.</summary>
    public EngineRequest[] Before(uint build) => _case.Traffic switch
    {
        Traffic.AfterDecision => [EngineCalls.GetPayload(build)],
        Traffic.Storm => [EngineCalls.ForkchoiceUpdated(build)],
        Traffic.AfterStorm => [EngineCalls.ForkchoiceUpdated(build), .. StormOfForkchoice],
        _ => [],
    };

    /// <summary>Sent in the visit and timed, from each send to its answer's last byte. Valid until the next call.</summary>
    public EngineRequest[] Timed(TargetKind target, uint build) => _case.Traffic switch
    {
        Traffic.ForkchoiceUpdated or Traffic.AfterDecision => Forkchoice,
        Traffic.PassThrough => ChainId,
        Traffic.GetPayload => [EngineCalls.GetPayload(build)],
        Traffic.NewPayload => [NewPayload(build)],
        Traffic.BuilderBlock or Traffic.AfterStorm => target.IsSidecar() || target == TargetKind.FirstCallAlone
            ? [EngineCalls.GetPayload(build)]
            : [EngineCalls.GetPayload(build), NewPayload(build)],
        Traffic.Storm => StormOfForkchoice,
        _ => throw new UnreachableException(),
    };

    /// <summary>What a visit's time is divided by.</summary>
    public int CallsTimed => _case.Traffic == Traffic.Storm ? StormCalls : 1;

    private EngineRequest NewPayload(uint build)
    {
        _payload!.Stamp(_newPayload!.Body[_payloadAt..], build, BlockMaker.Local);
        return _newPayload;
    }
}
