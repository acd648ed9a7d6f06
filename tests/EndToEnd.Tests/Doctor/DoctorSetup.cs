using System.Globalization;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Doctor;

/// <summary>A set-up with nothing wrong: two clients at the same head, secrets in files, free ports.</summary>
internal sealed class DoctorSetup : IAsyncDisposable
{
    private const int Blocks = 5;

    private readonly GatewayCommand _command = new();

    private DoctorSetup(SimulatedClient local, SimulatedClient builder)
    {
        (Local, Builder) = (local, builder);
        LocalSecretFile = WriteSecret("local", local.JwtSecret!);
        BuilderSecretFile = WriteSecret("builder", builder.JwtSecret!);
    }

    public SimulatedClient Local { get; }

    public SimulatedClient Builder { get; }

    /// <summary>What the doctor is told; change it to break the set-up.</summary>
    public string LocalSecretFile { get; set; }

    public string BuilderSecretFile { get; set; }

    public Uri? BuilderUrl { get; set; }

    public int EnginePort { get; } = FreePort.Next();

    public int OperationsPort { get; } = FreePort.Next();

    /// <summary>Starts both clients, the builder with the blocks of local unless it is on a chain of its own.</summary>
    /// <param name="age">Age of the head.</param>
    /// <param name="changeBuilder">Changes the builder's options.</param>
    public static async Task<DoctorSetup> StartAsync(
        TimeSpan age = default, Func<SimulatedClientOptions, SimulatedClientOptions>? changeBuilder = null)
    {
        // A head of no age is half a minute ahead of the clock, so that it does not get old while a test is slow.
        var begin = DateTimeOffset.UtcNow - age + (age == default ? TimeSpan.FromSeconds(20) : default);
        var genesis = (ulong)begin.ToUnixTimeSeconds();
        var options = SimulatedClientOptions.Builder() with { GenesisTimestamp = genesis };
        var local = await SimulatedClient.StartAsync(
            SimulatedClientOptions.Local() with { GenesisTimestamp = genesis });
        var builder = await SimulatedClient.StartAsync(changeBuilder?.Invoke(options) ?? options);
        using var opNode = new OpNodeDriver(local.Url, local.JwtSecret);
        await opNode.MakeBlocksAsync(Blocks);
        var setup = new DoctorSetup(local, builder);
        if (builder.Genesis.Hash == local.Genesis.Hash)
        {
            await setup.FollowAsync();
        }

        local.Calls.Clear();
        builder.Calls.Clear();
        return setup;
    }

    /// <summary>What a gateway would be started with, and the doctor is.</summary>
    public string[] Flags(params string[] more) =>
    [
        "--l2-url", Local.Url.ToString(), "--l2-jwt-path", LocalSecretFile,
        "--builder-url", (BuilderUrl ?? Builder.Url).ToString(), "--builder-jwt-path", BuilderSecretFile,

        // Below the block time, and far above what a slow machine takes for a PING.
        "--builder-timeout", "1900", "--cluster-call-budget", "1800",
        "--rpc-port", Text(EnginePort), "--debug-server-port", Text(OperationsPort), .. more,
    ];

    /// <summary>Runs the doctor for its JSON.</summary>
    public async Task<DoctorOutcome> ExamineAsync(params string[] more)
    {
        var result = await _command.RunAsync(["doctor", "--json", .. Flags(more)]);
        var outcome = DoctorOutcome.Read(result);
        foreach (var secret in (byte[][])[Local.JwtSecret!, Builder.JwtSecret!])
        {
            Assert.DoesNotContain(
                Convert.ToHexString(secret), result.Output + result.Error, StringComparison.OrdinalIgnoreCase);
        }

        return outcome;
    }

    /// <summary>Runs the doctor for its lines.</summary>
    public Task<CommandResult> RunAsync(params string[] more) => _command.RunAsync(["doctor", .. Flags(more)]);

    /// <summary>A file that nobody else can read.</summary>
    public string WriteSecret(string name, byte[] secret)
    {
        var path = _command.Write(name + ".hex", Convert.ToHexStringLower(secret));
        FileModes.Set(path, FileModes.Private);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        await Local.DisposeAsync();
        await Builder.DisposeAsync();
        _command.Dispose();
    }

    private async Task FollowAsync()
    {
        Builder.ImportBlocksFrom(Local);
        using var opNode = new OpNodeDriver(Builder.Url, Builder.JwtSecret);
        await opNode.ForkchoiceUpdatedAsync(Local.Head.Hash, attributes: null);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
