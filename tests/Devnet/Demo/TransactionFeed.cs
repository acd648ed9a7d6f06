using Sidecar.TestKit;
using Sidecar.TestKit.Engines;

namespace Sidecar.Devnet.Demo;

/// <summary>Sends one transaction through the gateway and one to the builder alone for each block.</summary>
/// <param name="transactions">What there is to send.</param>
/// <param name="gateway">Makes a call through the gateway.</param>
/// <param name="builder">The builder itself.</param>
internal sealed class TransactionFeed(
    SignedTransactions transactions, Func<string, string, Task<EngineCall>> gateway, EngineRpc builder)
{
    private const string SendRawTransaction = "eth_sendRawTransaction";

    private int _mirroredSent;

    /// <summary>Transactions in blocks that only the builder knew.</summary>
    public int BuilderOnlyIncluded { get; private set; }

    /// <summary>What the block of this number must begin with, where op-node has its deposits.</summary>
    public IReadOnlyList<string> ForcedFor(ulong blockNumber) => [transactions.Forced[(int)blockNumber - 1]];

    /// <summary>Throws when the gateway refuses a transaction; one that is not there loses a block, too.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        var mirrored = await gateway(SendRawTransaction, transactions.Mirrored[_mirroredSent++]);
        if (!mirrored.Succeeded && mirrored.TransportError is null)
        {
            throw new InvalidOperationException($"A transaction sent through the gateway was refused: {mirrored}");
        }

        // The oldest one that is in no block yet: a builder that was killed has forgotten what was in its pool, and one
        // that still has it says so, which does no harm. Without a builder nobody answers.
        await builder.CallAsync(SendRawTransaction, cancellationToken, transactions.BuilderOnly[BuilderOnlyIncluded]);
    }

    public void Included(IReadOnlyList<string> blockTransactions)
    {
        while (blockTransactions.Contains(transactions.BuilderOnly[BuilderOnlyIncluded]))
        {
            BuilderOnlyIncluded++;
        }
    }
}
