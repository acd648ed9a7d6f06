using System.Text.Json;

namespace Sidecar.TestKit;

/// <summary>Everything a simulated client knows. Guarded by <see cref="Gate"/>, one call at a time.</summary>
internal sealed class ClientState
{
    private readonly string _salt;

    public ClientState(SimulatedClientOptions options, string salt)
    {
        (Options, _salt) = (options, salt);
        Chain = NewChain();
        Builds = new(options, salt);
    }

    public Lock Gate { get; } = new();

    public SimulatedClientOptions Options { get; }

    public SimulatedChain Chain { get; private set; }

    public BuildTable Builds { get; private set; }

    /// <summary>The last parameters of each miner_ method.</summary>
    public Dictionary<string, JsonElement> MinerSettings { get; } = [];

    public bool IsSyncing { get; set; }

    public long ExtraTransactionBytes { get; set; }

    public ulong? BlockValue { get; set; }

    /// <summary>What a process loses when it dies; the chain only if its disk dies too.</summary>
    public void Crash(bool wipeChain)
    {
        Builds = new(Options, _salt);
        MinerSettings.Clear();
        if (wipeChain)
        {
            Chain = NewChain();
        }
    }

    private SimulatedChain NewChain() => new(Genesis.Make(Options.GenesisTimestamp, Options.ChainId));
}
