using Sidecar.Contracts;
using Sidecar.Gateway.Operations;

namespace Sidecar.Gateway.Tests.Operations;

public sealed class AuditLogTests
{
    [Fact]
    public async Task Set_ByAnOperator_IsKeptWithFromToWhoAndWhy()
    {
        using var host = await DebugHost.StartAsync();

        host.Mode.Set(ExecutionMode.DryRun, "alice", "trying");
        host.Mode.Set(ExecutionMode.DryRun, "bob", "again");

        Assert.Equal(
            [("bob", ExecutionMode.DryRun, ExecutionMode.DryRun, "again"),
                ("alice", ExecutionMode.Enabled, ExecutionMode.DryRun, "trying")],
            host.Mode.Audit.Read().Select(entry => (entry.Who, entry.From, entry.To, entry.Why)));
    }

    [Fact]
    public async Task Set_ByTheDebugApi_IsKept()
    {
        using var host = await DebugHost.StartAsync();

        await host.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"debug_setExecutionMode","params":["disabled"]}""");

        var entry = Assert.Single(host.Mode.Audit.Read());
        Assert.Equal((ExecutionMode.Disabled, "debug_setExecutionMode", true), (entry.To, entry.Why, entry.IsFromHere));
    }

    [Fact]
    public async Task Apply_OrderedElsewhere_IsKeptAsSuch()
    {
        using var host = await DebugHost.StartAsync();

        host.Mode.Apply(new ExecutionModeChange(ExecutionMode.Disabled, "carol", "maintenance", DateTimeOffset.UnixEpoch));

        var entry = Assert.Single(host.Mode.Audit.Read());
        Assert.Equal(("carol", DateTimeOffset.UnixEpoch, false), (entry.Who, entry.At, entry.IsFromHere));
    }

    [Fact]
    public void Add_MoreThanAreKept_ForgetsTheOldest()
    {
        var audit = new AuditLog();
        for (var number = 0; number <= AuditLog.EntriesMax; number++)
        {
            audit.Add(new AuditEntry(
                DateTimeOffset.UnixEpoch, $"{number}", ExecutionMode.Enabled, ExecutionMode.Enabled, "", true));
        }

        var entries = audit.Read();

        Assert.Equal(AuditLog.EntriesMax, entries.Count);
        Assert.Equal(("100", "1"), (entries[0].Who, entries[^1].Who));
    }
}
