using Sidecar.Gateway.Page.Api;

namespace Sidecar.Gateway.Page.Events;

/// <summary>The events of the stream.</summary>
internal static class EventNames
{
    /// <summary>A block is new, or more is known of one.</summary>
    public const string Block = "block";

    /// <summary>The execution mode was ordered.</summary>
    public const string Mode = "mode";

    public const string Blocks = "blocks_source";
    public const string Builders = "builders";
    public const string Cluster = "cluster";
    public const string Health = "health";

    /// <summary>Events were missed: read everything anew.</summary>
    public const string Reset = "reset";

    /// <summary>Each event with what its data is made of.</summary>
    public static readonly IReadOnlyList<(string Name, Type ViewType)> Views =
    [
        (Block, typeof(BlockView)), (Mode, typeof(ModeView)), (Blocks, typeof(BlocksView)),
        (Builders, typeof(BuildersView)), (Cluster, typeof(ClusterView)), (Health, typeof(HealthView)),
    ];
}
