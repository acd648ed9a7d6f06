using System.CommandLine;
using Sidecar.TestKit;

namespace Sidecar.Devnet.Drive;

/// <summary>The verb <c>drive</c>: op-node and op-conductor for gateways that run somewhere else.</summary>
internal static class DriveCommand
{
    public static Command Create()
    {
        var sequencers = new Option<string[]>("--sequencer")
        {
            Description = "NAME=URL,URL: a sequencer and its gateways. The first one leads.",
            Required = true,
        };
        var secret = new Option<FileInfo>("--jwt-path")
        {
            Description = "File with the secret of the gateways' engine ports.",
            Required = true,
        };
        secret.AcceptExistingOnly();
        var blockTime = Milliseconds("--block-time", "Milliseconds from one block to the next.", 1000);
        var callTimeout = Milliseconds("--call-timeout", "Milliseconds until the next gateway is asked.", 700);
        var blocks = new Option<int>("--blocks") { Description = "Blocks to make; 0 for no end." };

        var command = new Command("drive", "Plays op-node: makes blocks through gateways, prints each, counts missed ones.")
        {
            sequencers, secret, blockTime, callTimeout, blocks,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new DriveOptions(
                [.. parsed.GetRequiredValue(sequencers).Select(DrivenSequencer.Parse)],
                Jwt.ReadSecretFile(parsed.GetRequiredValue(secret).FullName),
                TimeSpan.FromMilliseconds(parsed.GetValue(blockTime)),
                TimeSpan.FromMilliseconds(parsed.GetValue(callTimeout)),
                parsed.GetValue(blocks));
            using var run = new DriveRun(options, TimeProvider.System);
            return await run.RunAsync(cancellationToken) == 0 ? 0 : 1;
        });
        return command;
    }

    private static Option<int> Milliseconds(string name, string description, int value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
