namespace Sidecar.TestKit;

/// <summary>
/// What a build ended as: the shape of its method version, the block and the exact bytes of the answer.
/// </summary>
internal sealed record SealedPayload(int Shape, SimulatedBlock Block, ReadOnlyMemory<byte> Envelope);
