using FsCheck;
using FsCheck.Fluent;
using Sidecar.Contracts;
using Sidecar.Contracts.Payloads;
using Sidecar.Grains.Payloads;

namespace Sidecar.Grains.Tests.Payloads;

public sealed class PayloadProperties
{
    private static readonly PayloadGrainOptions Options = new() { BuildersMax = 3 };

    [Fact]
    public void Decision_AnyHistory_IsTheFirstProposedAndNeverChanges()
    {
        var histories = PayloadCommand.Histories(Options.BuildsMax).ToArbitrary();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(histories, commands =>
        {
            var state = new PayloadState();
            var first = new Dictionary<BuildDigest, PayloadDecision>();
            foreach (var command in commands.Where(command => command.Kind == 2))
            {
                (state, var winner) = PayloadTransitions.Decide(state, command.Build, command.Proposed, Options);
                first.TryAdd(command.Build.Digest, command.Proposed);
                if (winner != first[command.Build.Digest])
                {
                    return false;
                }
            }

            return true;
        }));
    }

    [Fact]
    public void Record_AnyHistory_OnlyGrows() => CheckSteps((before, _, after) =>
    {
        foreach (var known in before.Builds)
        {
            if (after.Builds.Find(record => record.Build.Digest == known.Build.Digest) is not { } record)
            {
                continue;
            }

            Assert.Equal(known.Build with { Attributes = null }, record.Build with { Attributes = null });
            Assert.True(known.Build.Attributes is null || known.Build.Attributes == record.Build.Attributes);
            Assert.True(known.Decision is null || known.Decision == record.Decision);
            Assert.All(known.Builders, run => Assert.Contains(
                record.Builders, now => now == run || (run.PayloadId is null && now.BuilderId == run.BuilderId)));
        }
    });

    [Fact]
    public void Lists_AnyHistory_AreBoundedAndInOrder() => CheckSteps((_, command, after) =>
    {
        Assert.InRange(after.Builds.Count, 1, Options.BuildsMax);
        Assert.All(after.Builds, record => Assert.InRange(record.Builders.Count, 0, Options.BuildersMax));
        Assert.Equal(after.Builds.OrderBy(record => record.Build.OpenedAt), after.Builds);
        Assert.Contains(after.Builds, record => record.Build.Digest == command.Build.Digest);
        Assert.Distinct(after.Builds.Select(record => record.Build.Digest));
        Assert.All(after.Builds, record => Assert.Distinct(record.Builders.Select(run => run.BuilderId)));
    });

    [Fact]
    public void Command_AppliedAgain_ChangesNothing() => CheckSteps((_, command, after) =>
        Assert.Same(after, command.Apply(after, Options)));

    /// <summary>Checks every step of histories with more builds than are kept.</summary>
    private static void CheckSteps(Action<PayloadState, PayloadCommand, PayloadState> holds) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(PayloadCommand.Histories(Options.BuildsMax + 3).ToArbitrary(), commands =>
            {
                var state = new PayloadState();
                foreach (var command in commands)
                {
                    var next = command.Apply(state, Options);
                    holds(state, command, next);
                    state = next;
                }
            }));
}
