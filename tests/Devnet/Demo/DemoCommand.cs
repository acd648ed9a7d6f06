using System.CommandLine;

namespace Sidecar.Devnet.Demo;

internal static class DemoCommand
{
    public static Command Create()
    {
        var blocks = DemoArguments.Blocks(20, DemoOptions.BlocksMin, "a builder dies and comes back.");
        var engines = DemoArguments.Engines();
        var gateway = DemoArguments.Gateway();
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
