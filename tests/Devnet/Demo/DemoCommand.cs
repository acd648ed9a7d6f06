using System.CommandLine;

namespace Sidecar.Devnet.Demo;

internal static class DemoCommand
{
    public static Command Create()
    {
        var blocks = new Option<int>("--blocks")
        {
            Description = $"How many blocks to make, one a second; at least {DemoOptions.BlocksMin}.",
            DefaultValueFactory = _ => 20,
        };
        blocks.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.GetValueOrDefault<int>() < DemoOptions.BlocksMin)
            {
                result.AddError($"--blocks must be at least {DemoOptions.BlocksMin}: a builder dies and comes back.");
            }
        });
        var engines = new Option<EnginesChoice>("--engines")
        {
            Description = "Execution clients: auto (real ones if Node.js is there), real or sim.",
            DefaultValueFactory = _ => EnginesChoice.Auto,
        };
        var gateway = new Option<FileInfo>("--gateway")
        {
            Description = "Path of Sidecar.Gateway.dll.",
            Required = true,
        };
        gateway.AcceptExistingOnly();

        var command = new Command("demo", "Plays op-node through the gateway while its builder dies and comes back.")
        {
            blocks, engines, gateway,
        };
        command.SetAction((parsed, cancellationToken) => new DemoRun(new(
            parsed.GetValue(blocks),
            parsed.GetValue(engines),
            parsed.GetRequiredValue(gateway).FullName)).RunAsync(cancellationToken));
        return command;
    }
}
