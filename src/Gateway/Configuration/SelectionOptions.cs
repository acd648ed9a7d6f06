using System.ComponentModel.DataAnnotations;

namespace Sidecar.Gateway.Configuration;

/// <summary>Which of two valid blocks is answered.</summary>
internal sealed class SelectionOptions
{
    public const string Section = "Selection";

    /// <summary>Default prefer-builder: the builder's block whenever it is valid.</summary>
    public SelectionPolicyName Policy { get; set; } = SelectionPolicyName.PreferBuilder;

    /// <summary>
    /// gas-used only: the local block is answered when the builder's user gas is below this fraction of local's.
    /// Default 0.1, as rollup-boost.
    /// </summary>
    [Range(0.0, 1.0)]
    public double GasUsedFraction { get; set; } = 0.1;
}

/// <summary>Names of the selection policies, as options spell them (prefer-builder, gas-used).</summary>
internal enum SelectionPolicyName
{
    PreferBuilder,
    GasUsed,
}
