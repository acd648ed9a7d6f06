using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Tests.Health;

public sealed class HealthTableTests
{
    private const HealthVerdict Ok = HealthVerdict.Healthy;
    private const HealthVerdict Partial = HealthVerdict.PartialContent;
    private const HealthVerdict Down = HealthVerdict.ServiceUnavailable;

    private static readonly Dictionary<string, Action<HealthSetup>> States = new()
    {
        ["new"] = _ => { },
        ["good"] = at => at.PollBoth(),
        ["local failed once"] = at => at.PollBoth().State.LocalFailed(UpstreamFailure.TimedOut),
        ["local down"] = at =>
        {
            at.PollBoth().State.LocalFailed(UpstreamFailure.TimedOut);
            at.State.LocalFailed(UpstreamFailure.TimedOut);
        },
        ["local stale"] = at => at.PollBoth(localOld: 11, builderOld: 11),
        ["builder failed once"] = at => at.PollBoth().State.BuilderFailed(UpstreamFailure.Unreachable),
        ["builder down"] = at =>
        {
            at.PollBoth().State.BuilderFailed(UpstreamFailure.Unreachable);
            at.State.BuilderFailed(UpstreamFailure.Unreachable);
        },
        ["builder behind"] = at => at.PollBoth(builderOld: 11),
        ["builder lost a block"] = at => at.PollBoth().State.BuilderSync(BuilderSyncState.Syncing),
        ["builder syncing"] = at =>
        {
            at.PollBoth().State.BuilderSync(BuilderSyncState.Syncing);
            at.Wait(7).PollBoth();
        },
        ["builder missed two"] = at =>
        {
            at.PollBoth().State.BuilderMissed(FallbackReason.BuilderTimeout);
            at.State.BuilderMissed(FallbackReason.BuilderError);
        },
        ["builder missed three"] = at =>
        {
            at.PollBoth().State.BuilderMissed(FallbackReason.BuilderTimeout);
            at.State.BuilderMissed(FallbackReason.BuilderError);
            at.State.BuilderMissed(FallbackReason.NotValid);
        },
    };

    private static readonly Dictionary<string, Action<HealthSetup>> Events = new()
    {
        ["nothing"] = _ => { },
        ["local answers"] = at => at.State.LocalAnswered(),
        ["local fails"] = at => at.State.LocalFailed(UpstreamFailure.Unreachable),
        ["local tells head"] = at => at.State.LocalHead(at.HeadNow()),
        ["local tells old head"] = at => at.State.LocalHead(at.HeadNow(secondsOld: 11)),
        ["builder answers"] = at => at.State.BuilderAnswered(),
        ["builder fails"] = at => at.State.BuilderFailed(UpstreamFailure.TimedOut),
        ["builder tells head"] = at => at.State.BuilderHead(at.HeadNow()),
        ["builder tells old head"] = at => at.State.BuilderHead(at.HeadNow(secondsOld: 11)),
        ["builder syncs"] = at => at.State.BuilderSync(BuilderSyncState.Syncing),
        ["builder synced"] = at => at.State.BuilderSync(BuilderSyncState.Synced),
        ["builder delivers"] = at => at.State.BuilderDelivered(),
        ["builder misses"] = at => at.State.BuilderMissed(FallbackReason.BuilderNoPayloadId),
        ["no tx pool"] = at => at.State.BuilderMissed(FallbackReason.NoTxPool),
        ["disabled"] = at => at.State.ModeChanged(ExecutionMode.Disabled),
        ["dry run"] = at => at.State.ModeChanged(ExecutionMode.DryRun),
        ["caller gone"] = at =>
        {
            at.State.LocalFailed(UpstreamFailure.Canceled);
            at.State.BuilderFailed(UpstreamFailure.Canceled);
        },
    };

    // One row a state; the columns are the events in the order above. O 200, P 206, D 503.
    //                                  no la lf lh lo ba bf bh bo bs by bd bm nt di dr cg
    public static TheoryData<string, string> Table => new()
    {
        { "new",                       "D  D  D  O  D  D  D  D  D  D  D  D  D  D  D  D  D" },
        { "good",                      "O  O  O  O  D  O  O  O  P  O  O  O  O  O  O  O  O" },
        { "local failed once",         "O  O  D  O  D  O  O  O  P  O  O  O  O  O  O  O  O" },
        { "local down",                "D  O  D  O  D  D  D  D  D  D  D  D  D  D  D  D  D" },
        { "local stale",               "D  D  D  P  D  D  D  D  D  D  D  D  D  D  D  D  D" },
        { "builder failed once",       "O  O  O  O  D  O  P  O  P  O  O  O  O  O  O  O  O" },
        { "builder down",              "P  P  P  P  D  O  P  O  P  P  P  P  P  P  O  P  P" },
        { "builder behind",            "P  P  P  P  D  P  P  O  P  P  P  P  P  P  O  P  P" },
        { "builder lost a block",      "O  O  O  O  D  O  O  O  P  O  O  O  O  O  O  O  O" },
        { "builder syncing",           "P  P  P  P  D  P  P  P  P  P  O  P  P  P  O  P  P" },
        { "builder missed two",        "O  O  O  O  D  O  O  O  P  O  O  O  P  O  O  O  O" },
        { "builder missed three",      "P  P  P  P  D  P  P  P  P  P  P  O  P  P  O  P  P" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Evaluate_EveryStateAndEvent_GivesTheVerdictOfTheTable(string state, string row)
    {
        var expected = row.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        var actual = Events.Values.Select(happen =>
        {
            var at = new HealthSetup();
            States[state](at);
            happen(at);
            return at.Verdict switch { Ok => "O", Partial => "P", _ => "D" };
        });

        Assert.Equal(
            Events.Keys.Zip(expected, (name, verdict) => $"{name}: {verdict}"),
            Events.Keys.Zip(actual, (name, verdict) => $"{name}: {verdict}"));
    }

    [Fact]
    public void Table_Rows_CoverEveryState() =>
        Assert.Equal(States.Keys, Table.Select(row => (string)row[0]));
}
