using Sidecar.Gateway.Doctor;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Doctor;

public sealed class ExaminationTests
{
    private static readonly Finding Fine = FindingKind.Ok("x.ok").Is("Fine.");

    private readonly ManualTimeProvider _time = new();
    private readonly Recorder _report = new();

    [Fact]
    public async Task Group_WithACheckThatEndsIt_DoesNotMakeTheRest()
    {
        var group = Group(Check("a", CheckResult.Of(Fine)), Check("b", CheckResult.Last(Fine)), Check("c", CheckResult.Of(Fine)));

        await Run(group);

        Assert.Equal(["a x.ok", "b x.ok", "c not made"], _report.Said);
    }

    [Fact]
    public async Task Groups_OneThatEnds_LeavesTheOther()
    {
        await Run(Group(Check("a", CheckResult.Last()), Check("b", CheckResult.Of(Fine))), Group(Check("c", CheckResult.Of(Fine))));

        Assert.Equal(["a not made", "b not made", "c x.ok"], _report.Said.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Check_ThatThrows_IsAFindingWithoutItsMessage()
    {
        var check = new ScriptedCheck("a", _ => throw new InvalidOperationException("secret"));

        await Run(Group(check));

        var finding = Assert.Single(_report.Findings);
        Assert.Equal("check.broke", finding.Kind.Id);
        Assert.DoesNotContain("secret", finding.Meaning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ThatHeedsNothing_IsLateAndEndsItsGroup()
    {
        var started = new TaskCompletionSource();
        var never = new TaskCompletionSource<CheckResult>();
        var check = new ScriptedCheck("a", _ =>
        {
            started.SetResult();
            return never.Task;
        });
        var run = Run(Group(check, Check("b", CheckResult.Of(Fine))));
        await started.Task;

        _time.Advance(DoctorLimits.Check);
        await run;

        Assert.Equal(["a check.late", "b not made"], _report.Said);
    }

    private static CheckGroup Group(params ICheck[] checks) => new(checks);

    private static ScriptedCheck Check(string name, CheckResult result) => new(name, _ => Task.FromResult(result));

    private Task Run(params CheckGroup[] groups) => new Examination(_report, _time).RunAsync(groups);

    private sealed class ScriptedCheck(string name, Func<CancellationToken, Task<CheckResult>> run) : ICheck
    {
        public string Name => name;

        public string Subject => Subjects.Gateway;

        public Task<CheckResult> RunAsync(CancellationToken cancellationToken) => run(cancellationToken);
    }

    private sealed class Recorder : IExaminationReport
    {
        public List<string> Said { get; } = [];

        public List<Finding> Findings { get; } = [];

        public void Found(ICheck check, Finding finding)
        {
            Said.Add($"{check.Name} {finding.Kind.Id}");
            Findings.Add(finding);
        }

        public void NotMade(ICheck check) => Said.Add($"{check.Name} not made");
    }
}
