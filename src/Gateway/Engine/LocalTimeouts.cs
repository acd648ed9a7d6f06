namespace Sidecar.Gateway.Engine;

/// <summary>How long local may take.</summary>
/// <param name="Engine">For an Engine API call.</param>
/// <param name="PassThrough">For any other call.</param>
internal sealed record LocalTimeouts(TimeSpan Engine, TimeSpan PassThrough);
