using System.Text;
using Sidecar.Bench.Load;
using Sidecar.Bench.Targets;
using Sidecar.TestKit;

namespace Sidecar.Bench.Throughput;

/// <summary>Runs wrk: one request again and again, on many connections, without pauses.</summary>
internal static class Wrk
{
    private const int LongestSeconds = 55; // A token is good for a minute.

    /// <summary>Runs for so many seconds.</summary>
    public static async Task<WrkOutput> RunAsync(
        Target target, byte[] secret, EngineRequest request, int connections, int seconds)
    {
        var script = await WriteScriptAsync(secret, request);
        try
        {
            await using var wrk = Start(target, script, connections, seconds);
            await wrk.WaitForExitAsync(TimeSpan.FromSeconds(seconds + 30));
            return WrkOutput.Parse(wrk.Output);
        }
        finally
        {
            File.Delete(script);
        }
    }

    /// <summary>Runs until it is over, or for close to a minute.</summary>
    public static async Task RunAsync(
        Target target, byte[] secret, EngineRequest request, int connections, CancellationToken over)
    {
        var script = await WriteScriptAsync(secret, request);
        try
        {
            await using var wrk = Start(target, script, connections, LongestSeconds);
            await Task.Delay(Timeout.InfiniteTimeSpan, over).ContinueWith(
                static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static ChildProcess Start(Target target, string script, int connections, int seconds) => ChildProcess.Start(
        "wrk",
        [
            "--threads", "1", "--connections", $"{connections}", "--duration", $"{seconds}s", "--latency",
            "--script", script, $"http://127.0.0.1:{target.Port}/",
        ]);

    private static async Task<string> WriteScriptAsync(byte[] secret, EngineRequest request)
    {
        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, $"""
            wrk.method = "POST"
            wrk.headers["Content-Type"] = "application/json"
            wrk.headers["Authorization"] = "Bearer {Jwt.Mint(secret)}"
            wrk.body = [[{Encoding.ASCII.GetString(request.Body)}]]
            """);
        return script;
    }
}
