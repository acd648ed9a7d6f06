using System.CommandLine;
using Sidecar.TestKit;

namespace Sidecar.Devnet.Simulate;

/// <summary>One simulated client as a process of its own: the demo kills it like a real one.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var name = new Option<string>("--name")
        {
            Description = "Marks its blocks.",
            DefaultValueFactory = _ => "client",
        };
        var port = new Option<int>("--port") { Description = "Engine API port on 127.0.0.1.", Required = true };
        var secret = new Option<FileInfo>("--jwt-path") { Description = "File with the JWT secret.", Required = true };
        secret.AcceptExistingOnly();
        var genesis = new Option<ulong>("--genesis-timestamp")
        {
            Description = "Timestamp of block 0; clients of one chain need the same.",
            Required = true,
        };
        var salt = new Option<string>("--salt")
        {
            Description = "Makes its payload ids differ from other clients' for the same build.",
            DefaultValueFactory = _ => "",
        };
        var journal = new Option<FileInfo>("--journal-path")
        {
            Description = "File with its chain: read at the start, added to from then on.",
            Required = true,
        };

        var command = new Command("simulate", "Runs one simulated execution client until its standard input ends.")
        {
            name, port, secret, genesis, salt, journal,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            SimulatedClientOptions.Builder(parsed.GetRequiredValue(name)) with
            {
                Port = parsed.GetRequiredValue(port),
                JwtSecret = Jwt.ReadSecretFile(parsed.GetRequiredValue(secret).FullName),
                GenesisTimestamp = parsed.GetRequiredValue(genesis),
                PayloadIdSalt = parsed.GetRequiredValue(salt),
            },
            new ClientJournal(parsed.GetRequiredValue(journal).FullName),
            cancellationToken));
        return command;
    }

    private static async Task RunAsync(
        SimulatedClientOptions options, ClientJournal journal, CancellationToken cancellationToken)
    {
        await using var client = await SimulatedClient.StartAsync(options);
        Console.WriteLine($"{client.Name} listens on {client.Url}.");
        await journal.ReplayAsync(client, cancellationToken);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var keeping = journal.KeepAsync(client, ending.Token);

        // The parent holds the other end: a demo that was killed leaves no client behind.
        var parent = Task.Run(Console.In.ReadToEnd, CancellationToken.None).WaitAsync(cancellationToken);
        await await Task.WhenAny(parent, keeping);
        await ending.CancelAsync();
    }
}
