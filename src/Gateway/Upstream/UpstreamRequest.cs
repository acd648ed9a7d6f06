using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Upstream;

/// <summary>One call to an upstream.</summary>
/// <param name="Method">What it is, for metrics.</param>
/// <param name="Content">The JSON to send. Its bytes must stay valid until the reply is there.</param>
/// <param name="Deadline">When to give up.</param>
/// <param name="RetryOnce">
/// Whether to send it again when a kept-alive connection turns out to be dead. Only for calls that may be made twice.
/// </param>
/// <param name="Meanwhile">
/// What to do while the upstream works, on a connection that blocks its caller: called when the request is sent, and before
/// that if a connection has to be waited for; for each attempt. Must not throw. It may be called more than once, or never:
/// whoever needs it done once asks as <see cref="LocalClients.AskAsync"/> does.
/// </param>
internal readonly record struct UpstreamRequest(
    UpstreamMethod Method, JsonSplice Content, Deadline Deadline, bool RetryOnce = false, Action? Meanwhile = null);
