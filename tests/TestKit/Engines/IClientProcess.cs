namespace Sidecar.TestKit.Engines;

/// <summary>An execution client in a process of its own that can be killed and started again.</summary>
public interface IClientProcess : IAsyncDisposable
{
    string Name { get; }

    /// <summary>The engine port, which asks for a JWT and serves the eth methods too.</summary>
    Uri EngineUrl { get; }

    string LogPath { get; }

    bool IsRunning { get; }

    /// <summary>SIGKILL: connections break at once.</summary>
    void Kill();

    /// <summary>Starts a killed client again on the same port and waits until it answers.</summary>
    Task RestartAsync(CancellationToken cancellationToken);
}
