using System.Security.Cryptography;
using Sidecar.Devnet.Processes;
using Sidecar.TestKit.Engines;

namespace Sidecar.Devnet.Demo;

/// <summary>Makes the execution clients and the transactions that go with them.</summary>
internal sealed class DemoClients(RunFolder folder, bool real)
{
    // Long enough to look like a transfer; the simulated clients do not look inside.
    private const int StandInBytes = 110;
    private const byte FeeMarketTransaction = 2;

    /// <summary>What they are, for the user.</summary>
    public string Description => real ? "EthereumJS" : "simulated";

    /// <summary>Settles on real or simulated clients, and says so when it is not the user's choice.</summary>
    public static async Task<DemoClients> ChooseAsync(
        EnginesChoice choice, RunFolder folder, CancellationToken cancellationToken)
    {
        if (choice == EnginesChoice.Sim)
        {
            return new(folder, real: false);
        }

        if (choice == EnginesChoice.Auto
            && await RealClientInstaller.FindMissingAsync(cancellationToken) is { } missing)
        {
            Console.WriteLine($"No real execution clients: {missing}. Using simulated ones.");
            return new(folder, real: false);
        }

        if (!RealClientInstaller.IsInstalled)
        {
            Console.WriteLine("Installing the execution clients (@ethereumjs/client) from npm into tests/Engines.");
        }

        try
        {
            await RealClientInstaller.EnsureInstalledAsync(cancellationToken);
        }
        catch (InvalidOperationException failure) when (choice == EnginesChoice.Auto)
        {
            Console.WriteLine($"{failure.Message}\nUsing simulated clients.");
            return new(folder, real: false);
        }

        return new(folder, real: true);
    }

    /// <summary>Starts a sequencer's client. All of them give the same payload id to the same build.</summary>
    public Task<IClientProcess> StartLocalAsync(CancellationToken cancellationToken, string name = "local") =>
        StartAsync(name, "local", folder.LocalSecretPath, cancellationToken);

    public Task<IClientProcess> StartBuilderAsync(CancellationToken cancellationToken) =>
        StartAsync("builder", "builder", folder.BuilderSecretPath, cancellationToken);

    /// <summary>So many transactions for each way into a block.</summary>
    public async Task<SignedTransactions> TransactionsAsync(int count, CancellationToken cancellationToken) => real
        ? await SignedTransactions.LoadAsync(count, cancellationToken)
        : new(StandIns(count), StandIns(count), StandIns(count));

    private async Task<IClientProcess> StartAsync(
        string name, string salt, string secretPath, CancellationToken cancellationToken)
    {
        if (!real)
        {
            return await SimulatedProcess.StartAsync(name, salt, folder, secretPath, cancellationToken);
        }

        var options = new RealClientOptions
        {
            Name = name,
            Folder = folder.Path,
            GenesisPath = folder.GenesisPath,
            JwtSecretPath = secretPath,
        };
        return await RealClient.StartAsync(options, cancellationToken);
    }

    private static string[] StandIns(int count) => [.. Enumerable.Range(0, count).Select(_ => StandIn())];

    private static string StandIn()
    {
        var bytes = RandomNumberGenerator.GetBytes(StandInBytes);
        bytes[0] = FeeMarketTransaction;
        return $"0x{Convert.ToHexStringLower(bytes)}";
    }
}
