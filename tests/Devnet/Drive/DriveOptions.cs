namespace Sidecar.Devnet.Drive;

/// <summary>What is driven, and how fast.</summary>
/// <param name="Sequencers">Name and gateways of each; the first one leads.</param>
/// <param name="JwtSecret">Of the gateways' engine ports.</param>
/// <param name="BlockTime">From one block to the next.</param>
/// <param name="CallTimeout">How long a gateway may take before the next one is asked.</param>
/// <param name="Blocks">How many blocks; 0 goes on until it is stopped.</param>
internal sealed record DriveOptions(
    IReadOnlyList<DrivenSequencer> Sequencers, byte[] JwtSecret, TimeSpan BlockTime, TimeSpan CallTimeout, int Blocks);
