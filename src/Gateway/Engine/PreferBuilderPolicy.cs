using Sidecar.Contracts;

namespace Sidecar.Gateway.Engine;

/// <summary>The builder's block whenever it is valid. The default, as in rollup-boost.</summary>
internal sealed class PreferBuilderPolicy : ISelectionPolicy
{
    public bool NeedsLocal => false;

    public PayloadSource Select(PayloadFields local, PayloadFields builder, int forcedTransactionCount) =>
        PayloadSource.Builder;
}
