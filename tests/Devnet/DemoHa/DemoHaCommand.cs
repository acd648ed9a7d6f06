using System.CommandLine;
using Sidecar.Devnet.Demo;

namespace Sidecar.Devnet.DemoHa;

internal static class DemoHaCommand
{
    private const int SeedsMax = 10_000;

    public static Command Create()
    {
        var blocks = DemoArguments.Blocks(60, FaultSchedule.BlocksMin, $"{FaultSchedule.Count} faults need room.");
        var seed = new Option<int>("--seed")
        {
            Description = "Draws the order and the moments of the faults. Default: another one each time.",
            DefaultValueFactory = _ => Random.Shared.Next(SeedsMax),
        };
        var engines = DemoArguments.Engines();
        var gateway = DemoArguments.Gateway();
        var logs = new Option<DirectoryInfo>("--logs")
        {
            Description = "Folder for the logs of all processes.",
            DefaultValueFactory = _ => new("artifacts/demo-ha"),
        };

        var command = new Command(
            "demo-ha", "Plays two sequencers with op-conductor on three gateways while processes are killed.")
        {
            blocks, seed, engines, gateway, logs,
        };
        command.SetAction((parsed, cancellationToken) => new DemoHaRun(new(
            parsed.GetValue(blocks),
            parsed.GetValue(seed),
            parsed.GetValue(engines),
            parsed.GetRequiredValue(gateway).FullName,
            parsed.GetRequiredValue(logs).FullName)).RunAsync(cancellationToken));
        return command;
    }
}
