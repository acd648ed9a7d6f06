using System.Security.Cryptography;
using System.Text;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Protocol;

/// <summary>Bodies at the limit of 128 MiB, which is that of geth and reth, and just beyond it.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "6")]
public sealed class SizeLimitTests(SizeLimitTests.Setup setup) : IClassFixture<SizeLimitTests.Setup>
{
    private const int BytesMax = 128 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task NewPayload_ExactlyAtTheLimit_ReachesLocalAndBuilderWhole()
    {
        using var maker = new OpNodeDriver(setup.Maker.Url, setup.Maker.JwtSecret);
        maker.Rpc.CallTimeout = Patience;
        setup.Maker.ExtraTransactionBytes = 63 << 20;
        var block = (await maker.MakeBlockAsync()).EnsureMade();
        var request = PadTo(BytesMax, maker, block);

        var call = await setup.PostAsync(request);

        Assert.Equal("VALID", call.Result.GetProperty("status").GetString());
        Assert.True(setup.Local.KnowsBlock(block.Hash));
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(request));
        Assert.Equal(sha256, Assert.Single(setup.Local.CallsOf("engine_newPayloadV4")).BodySha256);
        var relayed = await setup.Builder.WaitForCallAsync("engine_newPayloadV4", timeout: Patience);
        Assert.Equal(sha256, Assert.Single(relayed).BodySha256);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_OneByteOver_Is413AndTheGatewayGoesOn(bool isChunked)
    {
        using var connection = await RawConnection.OpenAsync(setup.Gateway.EngineUrl);
        var length = isChunked ? "Transfer-Encoding: chunked" : $"Content-Length: {BytesMax + 1}";
        await connection.SendAsync(RawConnection.Head(setup.Gateway.Bearer(), length));
        if (isChunked)
        {
            await SendChunksAsync(connection, BytesMax + 1);
        }

        var answer = await connection.ReadAnswerAsync();
        var next = await setup.Gateway.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}""");

        Assert.Equal((413, "application/json"), (answer.Status, answer.Headers["Content-Type"]));
        Assert.Contains("\"code\":-32600", answer.Text, StringComparison.Ordinal);
        Assert.Contains("134217728", answer.Text, StringComparison.Ordinal);
        Assert.True(next.Succeeded, next.ToString());
    }

    [Theory]
    [InlineData(BytesMax, true)]
    [InlineData(BytesMax + 1, false)]
    public async Task GetPayload_LocalsAnswerAtTheLimit_ComesWholeOrAsClearError(int bytes, bool fits)
    {
        using var rule = setup.Local.Faults.On("engine_getPayloadV4", Fault.All(
            Fault.RpcError(-38001, "Unknown payload"), Fault.OversizedBody(bytes)));

        var call = await setup.PostAsync(
            """{"jsonrpc":"2.0","id":9,"method":"engine_getPayloadV4","params":["0x0000000000000001"]}"""u8.ToArray());

        Assert.Equal((200, fits ? -38001 : -32003), (call.Status, call.ErrorCode));
        Assert.Equal("9", call.Root.GetProperty("id").GetRawText());
        Assert.Equal(fits, call.RawBody.Length == bytes);
    }

    [Fact]
    public async Task GetPayload_BuildersBlockOfManyMegabytes_IsAnsweredByteForByte()
    {
        setup.Builder.ExtraTransactionBytes = 24 << 20;
        using var opNode = setup.Gateway.OpNode();
        opNode.Rpc.CallTimeout = Patience;

        var block = (await opNode.MakeBlockAsync()).EnsureMade();

        setup.Builder.ExtraTransactionBytes = 0;
        Assert.Equal(block.Hash, setup.Local.Head.Hash);
        Assert.True(block.Transactions.Sum(transaction => (long)transaction.Length) > 48 << 20);
        Assert.Equal(1, await setup.Gateway.BlocksAsync("builder", "none"));
    }

    /// <summary>newPayload of the block with white space where JSON allows it.</summary>
    private static byte[] PadTo(int bytes, OpNodeDriver maker, BlockResult block)
    {
        var sent = block.Calls[BlockStep.NewPayload].Request;
        var padded = new byte[bytes];
        padded.AsSpan().Fill((byte)' ');
        sent.Span[..^1].CopyTo(padded);
        padded[^1] = (byte)'}';
        Assert.True(sent.Length < bytes, $"{maker.Rpc.Url} made a block that is too large for the test.");
        return padded;
    }

    private static async Task SendChunksAsync(RawConnection connection, int bytes)
    {
        var spaces = Encoding.ASCII.GetBytes(new string(' ', 1 << 20));
        try
        {
            for (var left = bytes; left > 0; left -= spaces.Length)
            {
                var count = Math.Min(left, spaces.Length);
                await connection.SendAsync($"{count:x}\r\n");
                await connection.SendAsync(spaces.AsMemory(0, count));
                await connection.SendAsync("\r\n");
            }

            await connection.SendAsync("0\r\n\r\n");
        }
        catch (IOException)
        {
            // Refused while we were still sending: the answer is there to be read.
        }
    }

    public sealed class Setup : IAsyncLifetime
    {
        public SimulatedClient Local { get; private set; } = null!;

        public SimulatedClient Builder { get; private set; } = null!;

        /// <summary>Makes blocks that local does not know yet.</summary>
        public SimulatedClient Maker { get; private set; } = null!;

        internal GatewayUnderTest Gateway { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
            Builder = await SimulatedClient.StartAsync(SimulatedClientOptions.Builder());
            Maker = await SimulatedClient.StartAsync(SimulatedClientOptions.Local("maker"));
            Gateway = await GatewayUnderTest.StartAsync(
                Local, Builder, "--l2-timeout", "60000", "--builder-timeout", "50000",
                "--boost-sync-call-timeout", "50000", "--boost-sync-age-max", "60000");
        }

        internal Task<EngineCall> PostAsync(byte[] body)
        {
            var rpc = new EngineRpc(Gateway.EngineUrl, Gateway.JwtSecret) { CallTimeout = Patience };
            return rpc.PostRawAsync(body);
        }

        public async Task DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await Maker.DisposeAsync();
            await Builder.DisposeAsync();
            await Local.DisposeAsync();
        }
    }
}
