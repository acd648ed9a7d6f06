using System.Globalization;

namespace Sidecar.Gateway.Hosting;

/// <summary>The verb <c>healthcheck</c>: asks a running program whether it is ready. For images that have no curl.</summary>
internal static class HealthCheckCommand
{
    public const string Verb = "healthcheck";

    private const int Ready = 0;
    private const int NotReady = 1;
    private const int BadUsage = 2;
    private const double SecondsMax = 60;

    /// <summary>Asks once and says what came.</summary>
    /// <param name="args">What follows the verb.</param>
    /// <param name="program">The program's name, for the usage.</param>
    /// <param name="url">What is asked unless told otherwise.</param>
    /// <returns>The exit code: 0 for an answer of 200 to 299, 1 for any other or none, 2 for bad usage.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, string program, string url, TextWriter output, TextWriter errors)
    {
        var timeout = TimeSpan.FromSeconds(2);
        Uri? target = new(url);
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : "";
            var isRead = args[i] switch
            {
                "--url" => Uri.TryCreate(value, UriKind.Absolute, out target) && target.Scheme is "http" or "https",
                "--timeout" => TryReadSeconds(value, out timeout),
                _ => false,
            };
            if (!isRead)
            {
                await errors.WriteLineAsync(
                    $"error: '{args[i]} {value}'. Usage: {program} {Verb} [--url {url}] [--timeout SECONDS]");
                return BadUsage;
            }
        }

        return await AskAsync(target!, timeout, output, errors);
    }

    private static async Task<int> AskAsync(Uri url, TimeSpan timeout, TextWriter output, TextWriter errors)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = timeout };
        try
        {
            using var answer = await client.GetAsync(url);
            var text = await answer.Content.ReadAsStringAsync();
            await output.WriteLineAsync($"{(int)answer.StatusCode} {text.Trim()}");
            return answer.IsSuccessStatusCode ? Ready : NotReady;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            var reason = e is HttpRequestException ? e.Message : "no answer in time";
            await errors.WriteLineAsync($"error: {url.GetLeftPart(UriPartial.Path)}: {reason}");
            return NotReady;
        }
    }

    private static bool TryReadSeconds(string text, out TimeSpan timeout)
    {
        var isRead = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 0 and <= SecondsMax;
        timeout = isRead ? TimeSpan.FromSeconds(seconds) : default;
        return isRead;
    }
}
