namespace Sidecar.Bench.Soak;

/// <summary>What a gateway held at one moment.</summary>
/// <param name="Seconds">Since the first block.</param>
/// <param name="ResidentBytes">Memory in use.</param>
/// <param name="Handles">Open file descriptors, sockets among them.</param>
/// <param name="Threads">Its threads.</param>
internal sealed record SoakSample(double Seconds, long ResidentBytes, int Handles, int Threads);
