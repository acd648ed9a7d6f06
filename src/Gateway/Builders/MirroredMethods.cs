namespace Sidecar.Gateway.Builders;

/// <summary>The methods that go to the builder as well, as in rollup-boost.</summary>
internal static class MirroredMethods
{
    /// <summary>Whether a call is a transaction.</summary>
    public static bool IsTransaction(ReadOnlySpan<byte> method) =>
        method.SequenceEqual("eth_sendRawTransaction"u8)
        || method.SequenceEqual("eth_sendRawTransactionConditional"u8);

    /// <summary>Whether a call is a setting whose last value a builder that comes back must hear again.</summary>
    public static bool IsMinerSetting(ReadOnlySpan<byte> method) =>
        method.SequenceEqual("miner_setMaxDASize"u8)
        || method.SequenceEqual("miner_setGasLimit"u8)
        || method.SequenceEqual("miner_setGasPrice"u8)
        || method.SequenceEqual("miner_setExtra"u8);
}
