using System.Globalization;

namespace Sidecar.Gateway.Doctor;

/// <summary>Runs checks: groups side by side, the checks of a group in order, each no longer than it may.</summary>
internal sealed class Examination(IExaminationReport report, TimeProvider time)
{
    private readonly Lock _gate = new();

    /// <summary>Runs groups that do not need each other.</summary>
    public Task RunAsync(params IReadOnlyList<CheckGroup> groups) => Task.WhenAll(groups.Select(RunAsync));

    private async Task RunAsync(CheckGroup group)
    {
        var goesOn = true;
        foreach (var check in group.Checks)
        {
            var result = goesOn ? await RunAsync(check) : CheckResult.NotMade;
            goesOn &= result.MayGoOn;
            Report(check, result);
        }
    }

    private async Task<CheckResult> RunAsync(ICheck check)
    {
        using var due = new CancellationTokenSource(DoctorLimits.Check, time);
        try
        {
            // Off this thread and not only by token: a look-up of a name heeds none.
            return await Task.Run(() => check.RunAsync(due.Token), CancellationToken.None).WaitAsync(due.Token);
        }
        catch (OperationCanceledException) when (due.IsCancellationRequested)
        {
            var seconds = DoctorLimits.Check.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            return CheckResult.Last(GeneralFindings.Late.Is(
                $"The check {check.Name} did not end within {seconds} s.",
                "See what is slow between this machine and the other: name server, firewall, load."));
        }
        catch (Exception e)
        {
            // The other checks are still worth something. Its message may hold anything, so only its type is told.
            return CheckResult.Last(GeneralFindings.Broke.Is(
                $"The check {check.Name} broke ({e.GetType().Name}).", "Report it as a bug of the gateway."));
        }
    }

    private void Report(ICheck check, CheckResult result)
    {
        lock (_gate)
        {
            if (result.Findings.Count == 0)
            {
                report.NotMade(check);
            }

            foreach (var finding in result.Findings)
            {
                report.Found(check, finding);
            }
        }
    }
}
