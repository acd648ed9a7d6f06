namespace Sidecar.Bench.Blocks;

/// <summary>The chain of a benchmark stands still: one head, on which every block is built.</summary>
internal static class ChainFacts
{
    public const string HeadHash = "0x1111111111111111111111111111111111111111111111111111111111111111";

    public const string Zero = "0x0000000000000000000000000000000000000000000000000000000000000000";

    public const string FeeRecipient = "0x4200000000000000000000000000000000000011";

    public const string GasLimit = "0x3938700";

    /// <summary>The transaction that every build asks for, so every block begins with it; of an L1 info deposit's size.</summary>
    public static readonly string ForcedTransaction = "0x7e" + new string('f', 510);
}
