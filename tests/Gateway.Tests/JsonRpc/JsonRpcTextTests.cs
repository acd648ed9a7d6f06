using System.Text.Json;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Tests.JsonRpc;

public sealed class JsonRpcTextTests
{
    [Theory]
    [InlineData("7", "7")]
    [InlineData("\"a\\u0041\"", "\"a\\u0041\"")]
    [InlineData("", "null")]
    public void Result_AnyId_IsEchoedByteForByte(string id, string echoed)
    {
        var text = Text(JsonRpcText.Result(Segmented.Whole(id), Segmented.Whole("""{"a":1}""")));

        Assert.Equal($$$"""{"jsonrpc":"2.0","id":{{{echoed}}},"result":{"a":1}}""", text);
    }

    [Fact]
    public void Result_SplitIdAndResult_AreJoined()
    {
        var text = Text(JsonRpcText.Result(
            Segmented.Bytewise("\"id\""u8.ToArray()), Segmented.Bytewise("[1,2]"u8.ToArray())));

        Assert.Equal("""{"jsonrpc":"2.0","id":"id","result":[1,2]}""", text);
    }

    [Fact]
    public void Error_MessageWithQuotes_IsStillJson()
    {
        var text = Text(JsonRpcText.Error(Segmented.Whole("1"), -32700, "a \"b\" \\ \n c"));

        using var json = JsonDocument.Parse(text);
        var error = json.RootElement.GetProperty("error");
        Assert.Equal(-32700, error.GetProperty("code").GetInt32());
        Assert.Equal("a \"b\" \\ \n c", error.GetProperty("message").GetString());
    }

    [Fact]
    public void Request_OneParameter_IsARequest()
    {
        var text = Text(JsonRpcText.Request("engine_getPayloadV4", Segmented.Whole("\"0x01\""), default));

        Assert.Equal("""{"jsonrpc":"2.0","id":1,"method":"engine_getPayloadV4","params":["0x01"]}""", text);
    }

    [Fact]
    public void Request_MoreParameters_FollowTheFirst()
    {
        var text = Text(JsonRpcText.Request("m", Segmented.Whole("{}"), ",[],\"0x\""u8));

        Assert.Equal("""{"jsonrpc":"2.0","id":1,"method":"m","params":[{},[],"0x"]}""", text);
    }

    [Fact]
    public void Length_OfASplice_CountsAllParts()
    {
        var splice = JsonRpcText.Result(Segmented.Whole("1"), Segmented.Bytewise("\"abc\""u8.ToArray()));

        Assert.Equal(Text(splice).Length, splice.Length);
    }

    [Theory]
    [InlineData("""{"a":1}""", true)]
    [InlineData(""" {"a":[1,{}]} """, true)]
    [InlineData("[]", false)]
    [InlineData("1", false)]
    [InlineData("", false)]
    [InlineData("""{"a":1},{"b":2}""", false)]
    [InlineData("""{"a":1""", false)]
    [InlineData("<html>", false)]
    public void IsObject_BytesFromUpstream_TellsWholeObjects(string text, bool isObject)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);

        Assert.Equal(isObject, JsonSplices.IsObject(JsonSplice.Of(Segmented.Of(bytes))));
        Assert.Equal(isObject, JsonSplices.IsObject(JsonSplice.Of(Segmented.Bytewise(bytes))));
    }

    private static string Text(JsonSplice splice)
    {
        var body = new PooledBody(0);
        splice.CopyTo(body);
        using var lease = body.Complete();
        return lease.Bytes.Text();
    }
}
