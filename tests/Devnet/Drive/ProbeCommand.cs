using System.CommandLine;

namespace Sidecar.Devnet.Drive;

/// <summary>The health check of a simulated client's container: any answer will do, for it refuses callers without a token.</summary>
internal static class ProbeCommand
{
    public static Command Create()
    {
        var url = new Option<string>("--url") { Description = "What to ask.", Required = true };
        var command = new Command("probe", "Ends with 0 if a web server answers.") { url };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
            try
            {
                using var answer = await http.GetAsync(new Uri(parsed.GetRequiredValue(url)), cancellationToken);
                return 0;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return 1;
            }
        });
        return command;
    }
}
