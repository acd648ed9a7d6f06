using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>A store that other processes write to as well, so that a loaded state can become old.</summary>
internal interface ISharedGrainStorage
{
    /// <summary>The stored ETag, cheaper than reading the state; null when nothing is stored.</summary>
    ValueTask<string?> ReadEtagAsync(string stateName, GrainId grainId, CancellationToken cancellationToken);
}
