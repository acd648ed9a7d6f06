namespace Sidecar.TestKit;

/// <summary>Block 0.</summary>
internal static class Genesis
{
    public const string WithdrawalsRoot = "0x8ed4baae3a927be3dea54996b4d5899f8c01e7594bf50b17dc1e741388ce3d12";

    public const ulong BaseFeePerGas = 7;

    public const string EmptyBloom = "0x" +
        "00000000000000000000000000000000000000000000000000000000000000000000000000000000" +
        "00000000000000000000000000000000000000000000000000000000000000000000000000000000" +
        "00000000000000000000000000000000000000000000000000000000000000000000000000000000" +
        "00000000000000000000000000000000000000000000000000000000000000000000000000000000" +
        "00000000000000000000000000000000000000000000000000000000000000000000000000000000" +
        "00000000000000000000000000000000000000000000000000000000000000000000000000000000" +
        "00000000000000000000000000000000";

    public static SimulatedBlock Make(ulong timestamp, ulong chainId) => BlockHashing.Execute(new()
    {
        Hash = Hex.ZeroHash,
        ParentHash = Hex.ZeroHash,
        Number = 0,
        Timestamp = timestamp,
        FeeRecipient = "0x4200000000000000000000000000000000000011",
        PrevRandao = Hex.Digest("genesis", chainId),
        StateRoot = Hex.ZeroHash,
        ReceiptsRoot = Hex.ZeroHash,
        LogsBloom = EmptyBloom,
        GasLimit = 30_000_000,
        GasUsed = 0,
        ExtraData = "0x",
        BaseFeePerGas = BaseFeePerGas,
        Transactions = [],
        HasWithdrawals = true,
        BlobGasUsed = 0,
        ExcessBlobGas = 0,
        WithdrawalsRoot = WithdrawalsRoot,
        ParentBeaconBlockRoot = Hex.ZeroHash,
    });
}
