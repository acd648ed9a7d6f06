namespace Sidecar.Gateway.Upstream;

/// <summary>The connection groups to local.</summary>
/// <param name="Engine">For the walks: nothing else may stand in their way.</param>
/// <param name="Direct">
/// The same for calls that their walk has nothing to do beside: it may block the thread of the caller's connection until
/// the answer has come.
/// </param>
/// <param name="Other">For the other members of batches.</param>
/// <param name="Poll">For health polls.</param>
internal sealed record LocalClients(
    IUpstreamClient Engine, IUpstreamClient Direct, IUpstreamClient Other, IUpstreamClient Poll);
