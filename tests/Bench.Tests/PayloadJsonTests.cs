using System.Text;
using System.Text.Json;
using Sidecar.Bench.Blocks;
using Sidecar.Bench.Load;

namespace Sidecar.Bench.Tests;

public sealed class PayloadJsonTests
{
    [Theory]
    [InlineData(4096)]
    [InlineData(10 * 1024)]
    [InlineData(100 * 1024 + 1)]
    [InlineData(1024 * 1024)]
    public void Bytes_OfAnySize_AreJsonOfThatSize(int length)
    {
        var payload = new PayloadJson(length);
        payload.Stamp(payload.Bytes, 0x6a000001, BlockMaker.Builder);

        using var json = JsonDocument.Parse(payload.Bytes);

        Assert.Equal(length, payload.Bytes.Length);
        Assert.Equal("0x6a000001", json.RootElement.GetProperty("timestamp").GetString());
        Assert.Equal(
            "0xbb" + new string('0', 54) + "6a000001", json.RootElement.GetProperty("blockHash").GetString());
    }

    [Fact]
    public void Stamp_OfACopiedHead_IsAllThatDiffers()
    {
        var payload = new PayloadJson(10 * 1024);
        var head = payload.Bytes[..payload.HeadLength];

        payload.Stamp(head, 0x6a000002, BlockMaker.Local);

        byte[] whole = [.. head, .. payload.Bytes[payload.HeadLength..]];
        using var json = JsonDocument.Parse(whole);
        Assert.Equal("0x6a000002", json.RootElement.GetProperty("timestamp").GetString());
    }

    [Fact]
    public void Calls_AllOfThem_AreJsonRpc()
    {
        EngineRequest[] requests =
        [
            EngineCalls.ChainId(), EngineCalls.ForkchoiceUpdated(), EngineCalls.ForkchoiceUpdated(0x6a000003),
            EngineCalls.GetPayload(0x6a000003), EngineCalls.NewPayload(new PayloadJson(10 * 1024)).Request,
        ];

        Assert.All(requests, request =>
        {
            using var json = JsonDocument.Parse(request.Body.ToArray());
            Assert.Equal("2.0", json.RootElement.GetProperty("jsonrpc").GetString());
            Assert.Equal(JsonValueKind.Array, json.RootElement.GetProperty("params").ValueKind);
        });
    }

    [Fact]
    public void WithHead_HeadsOfTwoLengths_StandRightBeforeTheBody()
    {
        var request = new EngineRequest("body"u8);

        Assert.Equal("long head body", Encoding.ASCII.GetString(request.WithHead("long head "u8).Span));
        Assert.Equal("head body", Encoding.ASCII.GetString(request.WithHead("head "u8).Span));
    }
}
