using Sidecar.Contracts;

namespace Sidecar.Gateway.Cluster;

/// <summary>Names the bytes of one answer.</summary>
/// <param name="ChainId">The chain.</param>
/// <param name="PayloadId">Local's name for the build; some clients use the same one again.</param>
/// <param name="BlockHash">The block, so that an id used again never finds the bytes of another build.</param>
internal readonly record struct PayloadKey(ulong ChainId, PayloadId PayloadId, BlockHash BlockHash);
