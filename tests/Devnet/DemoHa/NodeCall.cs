using Sidecar.TestKit;

namespace Sidecar.Devnet.DemoHa;

/// <summary>A call of op-node and the gateway that it ended at.</summary>
internal sealed record NodeCall(GatewayNode Gateway, EngineCall Call);
