using System.Diagnostics;

namespace Sidecar.TestKit.Engines;

/// <summary>Waits for a process to serve HTTP.</summary>
public static class Answering
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Returns as soon as the address gives an answer that will do. Throws with the end of the process's log when the
    /// process ends or takes too long.
    /// </summary>
    public static async Task WaitAsync(
        LoggedProcess process, Uri address, Predicate<HttpResponseMessage> willDo, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var waiting = Stopwatch.StartNew();
        while (!await AnswersAsync(http, address, willDo, cancellationToken))
        {
            if (process.HasExited || waiting.Elapsed > Patience)
            {
                throw process.Failed("did not start");
            }

            await Task.Delay(BetweenLooks, cancellationToken);
        }
    }

    private static async Task<bool> AnswersAsync(
        HttpClient http, Uri address, Predicate<HttpResponseMessage> willDo, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(address, cancellationToken);
            return willDo(answer);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }
}
