using System.CommandLine;
using System.Net;
using Sidecar.TestKit;

namespace Sidecar.Devnet.Simulate;

/// <summary>One simulated client as a process of its own: the demo kills it like a real one, a container keeps it.</summary>
internal static class SimulateCommand
{
    /// <summary>For the demo: ends with its parent.</summary>
    public static Command CreateForDemo() => Create(
        "simulate", "Runs one simulated execution client until its standard input ends.", _ => [], endsWithParent: true);

    /// <summary>For a container: ends when it is told to, and listens where others reach it.</summary>
    public static Command CreateForContainer()
    {
        var host = new Option<string>("--host") { Description = "Address to listen on.", DefaultValueFactory = _ => "127.0.0.1" };
        var cancels = new Option<bool>("--new-build-cancels-old") { Description = "As op-rbuilder: one build at a time." };
        return Create(
            "client", "Runs one simulated execution client until it is stopped.",
            command =>
            {
                command.Add(host);
                command.Add(cancels);
                return
                [
                    (parsed, options) => options with
                    {
                        Host = IPAddress.Parse(parsed.GetRequiredValue(host)),
                        NewBuildCancelsOld = parsed.GetValue(cancels),

                        // Containers call each other by name.
                        CheckVirtualHosts = false,
                    },
                ];
            },
            endsWithParent: false);
    }

    private static Command Create(
        string verb, string description,
        Func<Command, IReadOnlyList<Func<ParseResult, SimulatedClientOptions, SimulatedClientOptions>>> extend,
        bool endsWithParent)
    {
        var name = new Option<string>("--name")
        {
            Description = "Marks its blocks.",
            DefaultValueFactory = _ => "client",
        };
        var port = new Option<int>("--port") { Description = "Engine API port.", Required = true };
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

        var command = new Command(verb, description) { name, port, secret, genesis, salt, journal };
        var extensions = extend(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = SimulatedClientOptions.Builder(parsed.GetRequiredValue(name)) with
            {
                Port = parsed.GetRequiredValue(port),
                JwtSecret = Jwt.ReadSecretFile(parsed.GetRequiredValue(secret).FullName),
                GenesisTimestamp = parsed.GetRequiredValue(genesis),
                PayloadIdSalt = parsed.GetRequiredValue(salt),
            };
            return RunAsync(
                extensions.Aggregate(options, (known, extension) => extension(parsed, known)),
                new ClientJournal(parsed.GetRequiredValue(journal).FullName),
                endsWithParent,
                cancellationToken);
        });
        return command;
    }

    private static async Task RunAsync(
        SimulatedClientOptions options, ClientJournal journal, bool endsWithParent, CancellationToken cancellationToken)
    {
        await using var client = await SimulatedClient.StartAsync(options);
        Console.WriteLine($"{client.Name} listens on {client.Url}.");
        await journal.ReplayAsync(client, cancellationToken);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var keeping = journal.KeepAsync(client, ending.Token);

        // The parent holds the other end: a demo that was killed leaves no client behind.
        var stopped = endsWithParent
            ? Task.Run(Console.In.ReadToEnd, CancellationToken.None).WaitAsync(cancellationToken)
            : Task.Delay(Timeout.Infinite, cancellationToken);
        try
        {
            await await Task.WhenAny(stopped, keeping);
        }
        catch (OperationCanceledException) when (!endsWithParent && cancellationToken.IsCancellationRequested)
        {
            // SIGTERM is how a container ends.
        }

        await ending.CancelAsync();
    }
}
