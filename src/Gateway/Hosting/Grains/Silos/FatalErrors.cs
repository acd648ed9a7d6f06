namespace Sidecar.Gateway.Hosting.Grains.Silos;

/// <summary>Takes what Orleans would end the process for: only the silo ends, the gateway goes on.</summary>
internal sealed class FatalErrors(Action<string> onFatal) : IFatalErrorHandler
{
    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null) =>
        onFatal(exception is null ? context ?? "no reason given" : $"{exception.GetType().Name} in {context}");
}
