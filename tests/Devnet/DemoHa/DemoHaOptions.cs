using Sidecar.Devnet.Demo;

namespace Sidecar.Devnet.DemoHa;

/// <summary>What the user asked for.</summary>
/// <param name="Blocks">How many slots there are.</param>
/// <param name="Seed">Draws the faults.</param>
/// <param name="Engines">The execution clients.</param>
/// <param name="GatewayPath">The gateway's assembly.</param>
/// <param name="LogsPath">Folder for the logs of all processes.</param>
internal sealed record DemoHaOptions(int Blocks, int Seed, EnginesChoice Engines, string GatewayPath, string LogsPath);
