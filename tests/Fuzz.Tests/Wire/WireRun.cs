using Sidecar.Fuzz.Tests.Running;

namespace Sidecar.Fuzz.Tests.Wire;

internal static class WireRun
{
    public static Task RunAsync(int seed, TimeSpan duration, FuzzReport report, Action<string> log)
    {
        log($"{seed} {duration} {report.Inputs}");
        return Task.CompletedTask;
    }
}
