using FsCheck;
using FsCheck.Fluent;
using Sidecar.Contracts.Chain;
using Sidecar.Grains.Chain;

namespace Sidecar.Grains.Tests.Chain;

public sealed class ClusterProperties
{
    private static readonly ClusterGrainOptions Options = new() { ChangesMax = 4, GatewaysMax = 3 };

    [Fact]
    public void ModeInForce_AnyHistory_IsTheOneBeforeOrTheOneAskedFor() => CheckSteps((before, command, now, after) =>
    {
        var (old, current) = (before.Modes.LastOrDefault(), after.Modes.LastOrDefault());
        if (old == current)
        {
            return;
        }

        var change = command.Change(now);
        Assert.True(command.IsChange);
        Assert.Equal(change, current);
        Assert.True(old is null || change.Follows == old.ChangeId || change.At > old.At);
    });

    [Fact]
    public void ModeInForce_ChangesMadeApart_IsTheNewestInWhateverOrderTheyCome()
    {
        var ages = Gen.Choose(-100, 100).ArrayOf().Select(drawn => drawn.Distinct().ToArray())
            .Where(drawn => drawn.Length > 0);

        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ages.ToArbitrary(), seconds =>
        {
            var changes = seconds.Select((second, number) => new ClusterCommand(
                true, number + 1, null, second, TimeSpan.Zero).Change(Sample.Now)).ToList();

            var state = changes.Aggregate(
                new ClusterState(), (known, change) => ClusterTransitions.SetMode(known, change, Options));

            return state.Modes[^1] == changes.MaxBy(change => change.At);
        }));
    }

    [Fact]
    public void Lists_AnyHistory_AreBounded() => CheckSteps((_, _, now, after) =>
    {
        Assert.InRange(after.Modes.Count, 0, Options.ChangesMax);
        Assert.InRange(after.Gateways.Count, 0, Options.GatewaysMax);
        Assert.Distinct(after.Modes.Select(change => change.ChangeId));
        Assert.Distinct(after.Gateways.Select(report => report.GatewayId));
    });

    [Fact]
    public void Command_AppliedAgain_ChangesNothing() => CheckSteps((_, command, now, after) =>
        Assert.Same(after, command.Apply(after, now, Options)));

    private static void CheckSteps(Action<ClusterState, ClusterCommand, DateTimeOffset, ClusterState> holds) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(ClusterCommand.Histories().ToArbitrary(), commands =>
            {
                var (state, now) = (new ClusterState(), Sample.Now);
                foreach (var command in commands)
                {
                    now += command.Pause;
                    var next = command.Apply(state, now, Options);
                    holds(state, command, now, next);
                    state = next;
                }
            }));
}
