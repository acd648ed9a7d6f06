namespace Sidecar.Gateway.Upstream;

/// <summary>
/// Tells when the connection that polls the builder had to be opened anew: a builder that restarted between two polls
/// shows in no other way.
/// </summary>
internal sealed class BuilderConnectionWatch
{
    /// <summary>Raised for every new connection, the first included.</summary>
    public event Action? Opened;

    public void OnOpened() => Opened?.Invoke();
}
