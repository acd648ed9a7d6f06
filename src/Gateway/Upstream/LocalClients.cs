namespace Sidecar.Gateway.Upstream;

/// <summary>The connection groups to local.</summary>
/// <param name="Engine">For the walks: nothing else may stand in their way.</param>
/// <param name="Direct">
/// For walks whose answer is local's, as the first thing that they do on the thread of their caller's connection: it may
/// block there until the answer has come.
/// </param>
/// <param name="Other">For the other members of batches.</param>
/// <param name="Poll">For health polls.</param>
internal sealed record LocalClients(
    IUpstreamClient Engine, IUpstreamClient Direct, IUpstreamClient Other, IUpstreamClient Poll);
