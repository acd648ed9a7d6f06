using Sidecar.Contracts;

namespace Sidecar.Gateway.Engine;

/// <summary>Chooses between two valid blocks. Pure.</summary>
internal interface ISelectionPolicy
{
    /// <summary>Whether the choice depends on the local block. If not, a valid builder block never waits for it.</summary>
    bool NeedsLocal { get; }

    /// <summary>Chooses.</summary>
    /// <param name="local">The local block.</param>
    /// <param name="builder">The builder's block, already found valid.</param>
    /// <param name="forcedTransactionCount">Transactions that the attributes force into both.</param>
    PayloadSource Select(PayloadFields local, PayloadFields builder, int forcedTransactionCount);
}
