namespace Sidecar.TestKit.Engines;

/// <summary>Where a real client lives.</summary>
public sealed record RealClientOptions
{
    /// <summary>What messages call it and the name of its log file, e.g. <c>local</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Folder for its data (in a folder of its name) and its log. Made when it is missing.</summary>
    public required string Folder { get; init; }

    /// <summary>Genesis file: see <see cref="ChainGenesis"/>. Clients of one chain need the same one.</summary>
    public required string GenesisPath { get; init; }

    /// <summary>File with the JWT secret of its engine port.</summary>
    public required string JwtSecretPath { get; init; }

    /// <summary>Engine API port; the eth methods are served there too. Default 0: a free one.</summary>
    public int EnginePort { get; init; }

    /// <summary>Port without authentication. Default 0: a free one.</summary>
    public int RpcPort { get; init; }
}
