namespace Sidecar.Devnet.Demo;

/// <summary>What the user asked for.</summary>
/// <param name="GatewayPath">The gateway's assembly.</param>
internal sealed record DemoOptions(int Blocks, EnginesChoice Engines, string GatewayPath)
{
    /// <summary>Fewer would leave the builder no block before, while and after it is dead.</summary>
    public const int BlocksMin = 6;

    public static readonly TimeSpan BlockTime = TimeSpan.FromSeconds(1);

    /// <summary>The builder is killed after this block.</summary>
    public int KillAfter => Blocks / 3;

    /// <summary>The builder is started again after this block.</summary>
    public int RestartAfter => Blocks * 2 / 3;
}
