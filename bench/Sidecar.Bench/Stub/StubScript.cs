using Sidecar.Bench.Blocks;

namespace Sidecar.Bench.Stub;

/// <summary>How a stub answers: how large, how slow.</summary>
/// <param name="Payload">What its getPayload answers.</param>
/// <param name="Think">What getPayload and newPayload take it.</param>
internal sealed record StubScript(PayloadJson Payload, TimeSpan Think);
