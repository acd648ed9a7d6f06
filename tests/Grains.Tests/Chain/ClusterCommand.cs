using FsCheck;
using FsCheck.Fluent;
using Sidecar.Contracts;
using Sidecar.Contracts.Chain;
using Sidecar.Grains.Chain;

namespace Sidecar.Grains.Tests.Chain;

/// <summary>One call to a cluster grain, some time after the one before, as drawn by a property.</summary>
internal sealed record ClusterCommand(bool IsChange, int Number, int? Follows, int Age, TimeSpan Pause)
{
    public static Gen<ClusterCommand[]> Histories() =>
        (from isChange in ArbMap.Default.GeneratorFor<bool>()
         from number in Gen.Choose(1, 8)
         from follows in Gen.Elements<int?>(null, 1, 2, 3, 4, 5, 6, 7, 8)
         from age in Gen.Choose(-3, 70)
         from pause in Gen.Choose(-2, 30)
         select new ClusterCommand(isChange, number, follows, age, TimeSpan.FromSeconds(pause))).ArrayOf();

    public ModeChange Change(DateTimeOffset now) => new(
        Name(Number), (ExecutionMode)(Number % 3), "operator", "a test", now.AddSeconds(-Age),
        Follows is { } number ? Name(number) : null);

    public ClusterState Apply(ClusterState state, DateTimeOffset now, ClusterGrainOptions options) => IsChange
        ? ClusterTransitions.SetMode(state, Change(now), options)
        : ClusterTransitions.ReportGateway(
            state,
            new GatewayReport($"{Number}", "1", "local:1", null, 0, now.AddSeconds(-Age)),
            now,
            options);

    private static Guid Name(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
}
