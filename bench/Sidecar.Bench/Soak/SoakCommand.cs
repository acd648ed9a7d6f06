using System.CommandLine;

namespace Sidecar.Bench.Soak;

internal static class SoakCommand
{
    public static Command Create()
    {
        var minutes = new Option<double>("--minutes")
        {
            Description = "How long; at least 1. What a gateway remembers is full after two or three.",
            DefaultValueFactory = _ => 10,
        };
        minutes.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.GetValueOrDefault<double>() < 1)
            {
                result.AddError("--minutes must be at least 1: what is compared are its thirds.");
            }
        });
        var gateway = new Option<FileInfo>("--gateway")
        {
            Description = "Sidecar.Gateway.dll of a Release build, or a published binary.",
            Required = true,
        };
        gateway.AcceptExistingOnly();
        var output = new Option<DirectoryInfo>("--out")
        {
            Description = "Folder for soak.json and soak.svg.",
            DefaultValueFactory = _ => new DirectoryInfo("bench/results"),
        };

        var command = new Command("soak", "Makes ten blocks of 1 MB a second for long and watches what the gateway holds.")
        {
            minutes, gateway, output,
        };
        command.SetAction((parsed, stop) => new SoakRun(
            TimeSpan.FromMinutes(parsed.GetValue(minutes)),
            parsed.GetRequiredValue(gateway).FullName,
            parsed.GetRequiredValue(output).FullName).RunAsync(stop));
        return command;
    }
}
