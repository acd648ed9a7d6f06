using System.Globalization;
using System.Text.Json;

namespace Sidecar.TestKit.Engines;

/// <summary>Raw signed transfers of three accounts, one for each way into a block, with nonces from 0.</summary>
/// <param name="Forced">For the attributes' <c>transactions</c>, where op-node puts deposits.</param>
/// <param name="Mirrored">To be sent through the gateway, which passes them to the builder as well.</param>
/// <param name="BuilderOnly">To be sent to the builder alone.</param>
public sealed record SignedTransactions(
    IReadOnlyList<string> Forced, IReadOnlyList<string> Mirrored, IReadOnlyList<string> BuilderOnly)
{
    /// <summary>Signs that many for each account.</summary>
    public static async Task<SignedTransactions> LoadAsync(int count, CancellationToken cancellationToken)
    {
        await RealClientInstaller.EnsureInstalledAsync(cancellationToken);

        string[] arguments = ["sign.mjs", count.ToString(CultureInfo.InvariantCulture)];
        var node = await Tool.RunAsync(EnginesFolder.Path, "node", arguments, cancellationToken);
        return node is { ExitCode: 0 }
            ? JsonSerializer.Deserialize<SignedTransactions>(node.Output, JsonSerializerOptions.Web)!
            : throw new InvalidOperationException($"sign.mjs failed:\n{node?.Errors}");
    }
}
