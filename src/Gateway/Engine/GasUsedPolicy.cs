using Sidecar.Contracts;

namespace Sidecar.Gateway.Engine;

/// <summary>
/// The local block when the builder's user gas is below a fraction of local's: a builder that nobody feeds makes valid
/// but empty blocks (rollup-boost's gas-used, with the forced transactions left out of the count).
/// </summary>
/// <remarks>
/// A payload does not say how much gas its deposits used. Both blocks start with the same ones on the same state, so
/// they used the same in both: exactly the gas of a block that has nothing else, and otherwise at least 21,000 each.
/// </remarks>
internal sealed class GasUsedPolicy(double fraction) : ISelectionPolicy
{
    private const ulong TransactionGasMin = 21_000;

    public bool NeedsLocal => true;

    public PayloadSource Select(PayloadFields local, PayloadFields builder, int forcedTransactionCount)
    {
        var localGas = local.GasUsed!.Value;
        var builderGas = builder.GasUsed!.Value;
        var forcedGas = ForcedGas(local, builder, forcedTransactionCount);
        var localUserGas = localGas - Math.Min(localGas, forcedGas);
        var builderUserGas = builderGas - Math.Min(builderGas, forcedGas);
        return builderUserGas < localUserGas * fraction ? PayloadSource.Local : PayloadSource.Builder;
    }

    private static ulong ForcedGas(PayloadFields local, PayloadFields builder, int forcedTransactionCount)
    {
        if (builder.TransactionCount <= forcedTransactionCount)
        {
            return builder.GasUsed!.Value;
        }

        return local.TransactionCount <= forcedTransactionCount
            ? local.GasUsed!.Value
            : TransactionGasMin * (ulong)forcedTransactionCount;
    }
}
