namespace Sidecar.Gateway.Upstream;

/// <summary>The connection groups to the builder; all null when there is none.</summary>
/// <param name="Payload">For getPayload; may block as <see cref="LocalClients.Direct"/> does.</param>
/// <param name="Lane">For boost sync and attributes.</param>
/// <param name="Mirror">For copies of transactions and settings.</param>
/// <param name="Poll">For health polls.</param>
internal sealed record BuilderClients(
    IUpstreamClient? Payload, IUpstreamClient? Lane, IUpstreamClient? Mirror, IUpstreamClient? Poll);
