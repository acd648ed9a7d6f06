using FsCheck;
using FsCheck.Fluent;
using Sidecar.Contracts;
using Sidecar.Contracts.Payloads;
using Sidecar.Grains.Payloads;
using static Sidecar.Grains.Tests.Sample;

namespace Sidecar.Grains.Tests.Payloads;

/// <summary>One call to a payload grain, as drawn by a property.</summary>
internal sealed record PayloadCommand(int Kind, int Number, int Other, int Third)
{
    public PayloadBuild Build => Build(Number, attributes: Third % 2 == 0 ? null : "{}");

    public PayloadDecision Proposed => Decision(Other, $"{Third}");

    public static Gen<PayloadCommand[]> Histories(int builds) =>
        (from kind in Gen.Choose(0, 2)
         from number in Gen.Choose(1, builds)
         from other in Gen.Choose(1, 5)
         from third in Gen.Choose(0, 3)
         select new PayloadCommand(kind, number, other, third)).ArrayOf();

    public PayloadState Apply(PayloadState state, PayloadGrainOptions options) => Kind switch
    {
        0 => PayloadTransitions.Open(state, Build, options).State,
        1 => PayloadTransitions.RecordBuilder(state, Build, Run(), options),
        _ => PayloadTransitions.Decide(state, Build, Proposed, options).State,
    };

    private BuilderRun Run() => Third == 0
        ? Failed($"{Other}", FallbackReason.BuilderError)
        : Sample.Run($"{Other}", Third);
}
