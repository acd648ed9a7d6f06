using System.Text;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Tests.JsonRpc;

public sealed class JsonRpcReaderTests
{
    [Fact]
    public void Read_SingleRequest_LocatesItsParts()
    {
        const string Body = """ {"jsonrpc":"2.0", "id": 7 ,"method":"eth_call","params": [ {"a":1} , "b" ]} """;

        var read = ReadText.Read(Body);

        var call = Assert.Single(read.Calls);
        Assert.Equal(JsonRpcReadFailure.None, read.Failure);
        Assert.False(read.IsBatch);
        Assert.Equal(Body.Trim(), call.Raw.Text());
        Assert.Equal("7", call.Id.Text());
        Assert.Equal("eth_call", Encoding.UTF8.GetString(call.Method.Span));
        Assert.Equal("""[ {"a":1} , "b" ]""", call.Params.Text());
        Assert.False(call.HasUnknownMembers);
        Assert.False(call.IsNotification);
    }

    [Fact]
    public void Read_MembersInAnotherOrder_LocatesTheSameParts()
    {
        var read = ReadText.Read("""{"params":{"x":[]},"method":"m","id":"a","jsonrpc":"2.0"}""");

        var call = Assert.Single(read.Calls);
        Assert.Equal("""{"x":[]}""", call.Params.Text());
        Assert.Equal("\"a\"", call.Id.Text());
    }

    [Fact]
    public void Read_Batch_LocatesMembersInOrder()
    {
        var read = ReadText.Read(
            """[{"id":1,"method":"a"}, {"id":2,"method":"b","params":[2]} ,{"method":"c"}]""");

        Assert.True(read.IsBatch);
        Assert.Equal(JsonRpcReadFailure.None, read.Failure);
        Assert.Equal(["a", "b", "c"], read.Calls.Select(call => Encoding.UTF8.GetString(call.Method.Span)));
        Assert.Equal(["1", "2", ""], read.Calls.Select(call => call.Id.Text()));
        Assert.Equal("""{"id":2,"method":"b","params":[2]}""", read.Calls[1].Raw.Text());
        Assert.True(read.Calls[2].IsNotification);
    }

    [Fact]
    public void Read_EmptyBatch_HasNoCalls()
    {
        var read = ReadText.Read(" [ ] ");

        Assert.Equal(JsonRpcReadFailure.None, read.Failure);
        Assert.True(read.IsBatch);
        Assert.Empty(read.Calls);
    }

    [Fact]
    public void Read_BatchWithMembersThatAreNoRequests_KeepsTheirPlaces()
    {
        var read = ReadText.Read("""[1,{"id":2,"method":"b"},"x",[{"method":"c"}],{"id":3},null,{"method":7}]""");

        Assert.Equal(JsonRpcReadFailure.None, read.Failure);
        Assert.Equal(
            [false, true, false, false, false, false, false], read.Calls.Select(call => call.IsReadable));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("9007199254740993")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890")]
    [InlineData("1.50")]
    [InlineData("-0.0")]
    [InlineData("1E+400")]
    [InlineData("\"\"")]
    [InlineData("\"abc\"")]
    [InlineData("\"a\\\"b\\\\c\\/d\\u0000\\ud83d\\ude00\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"Grüße, 世界 😀\"")]
    [InlineData("null")]
    public void Read_IdOfAnyType_IsKeptByteForByte(string id)
    {
        var read = ReadText.Read($$"""{"jsonrpc":"2.0","id": {{id}} ,"method":"m"}""");

        Assert.Equal(id, Assert.Single(read.Calls).Id.Text());
        Assert.Equal(id, read.Id.Text());
        Assert.False(read.Calls[0].IsNotification);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("[1]")]
    [InlineData("{\"a\":1}")]
    public void Read_IdOfNoScalarType_IsRefusedAndNotEchoed(string id)
    {
        var read = ReadText.Read($$"""{"jsonrpc":"2.0","id":{{id}},"method":"m"}""");

        Assert.Equal(JsonRpcReadFailure.InvalidRequest, read.Failure);
        Assert.True(read.Id.IsEmpty);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("1")]
    [InlineData("\"x\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("""{"id":1}""")]
    [InlineData("""{"id":1,"method":null}""")]
    [InlineData("""{"id":1,"method":5}""")]
    [InlineData("""{"id":1,"method":["m"]}""")]
    [InlineData("""{"id":1,"method":{"m":1}}""")]
    [InlineData("""{"id":1,"Method":"m"}""")]
    public void Read_WrongShape_IsAnInvalidRequest(string body)
    {
        var read = ReadText.Read(body);

        Assert.Equal(JsonRpcReadFailure.InvalidRequest, read.Failure);
        Assert.Empty(read.Calls);
    }

    [Fact]
    public void Read_InvalidRequestWithAnId_GivesTheIdForTheError()
    {
        var read = ReadText.Read("""{"id":"abc","method":5}""");

        Assert.Equal("\"abc\"", read.Id.Text());
    }

    [Theory]
    [InlineData("""{"id":1,"method":"a","method":"b"}""")]
    [InlineData("""{"id":1,"method":"a","method":"a"}""")]
    [InlineData("""{"id":1,"id":2,"method":"a"}""")]
    [InlineData("""{"id":1,"method":"a","params":[],"params":[]}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"a","jsonrpc":"2.0"}""")]
    [InlineData("""{"id":1,"method":"a","\u006dethod":"b"}""")]
    [InlineData("""{"id":1,"method":"a","params":[],"p\u0061rams":[]}""")]
    public void Read_MemberTwice_IsRefused(string body)
    {
        var read = ReadText.Read(body);

        Assert.Equal(JsonRpcReadFailure.InvalidRequest, read.Failure);
    }

    [Fact]
    public void Read_EscapedMemberNames_AreTheSameNames()
    {
        var read = ReadText.Read("""{"\u006a\u0073onrpc":"2.0","\u0069d":1,"\u006dethod":"m","para\u006ds":[1]}""");

        var call = Assert.Single(read.Calls);
        Assert.Equal("1", call.Id.Text());
        Assert.Equal("[1]", call.Params.Text());
        Assert.False(call.HasUnknownMembers);
    }

    [Theory]
    [InlineData("engine_getPayload\\u0056\\u0034", "engine_getPayloadV4")]
    [InlineData("\\u0065ngine_getPayloadV4", "engine_getPayloadV4")]
    [InlineData("engine\\/x", "engine/x")]
    [InlineData("Grüße", "Grüße")]
    public void Read_EscapedMethod_IsUnescaped(string written, string method)
    {
        var read = ReadText.Read($$"""{"id":1,"method":"{{written}}"}""");

        Assert.Equal(method, Encoding.UTF8.GetString(Assert.Single(read.Calls).Method.Span));
    }

    [Fact]
    public void Read_MethodOfOnlyEscapes_IsUnescaped()
    {
        const string Method = "engine_forkchoiceUpdatedV3";
        var escaped = string.Concat(Method.Select(letter => $"\\u{(int)letter:x4}"));

        var read = ReadText.Read($$"""{"id":1,"method":"{{escaped}}"}""");

        Assert.Equal(Method, Encoding.UTF8.GetString(Assert.Single(read.Calls).Method.Span));
    }

    [Fact]
    public void Read_MethodLongerThanAnyKnown_IsReadableWithoutItsName()
    {
        var read = ReadText.Read($$"""{"id":1,"method":"{{new string('m', 100_000)}}"}""");

        var call = Assert.Single(read.Calls);
        Assert.True(call.Method.IsEmpty);
        Assert.True(call.IsReadable);
    }

    [Fact]
    public void Read_MethodWithUnpairedSurrogate_IsRefused()
    {
        var read = ReadText.Read("""{"id":1,"method":"\ud800"}""");

        Assert.Equal(JsonRpcReadFailure.InvalidRequest, read.Failure);
    }

    [Theory]
    [InlineData("""{"id":1,"method":"m","\ud800":1}""")]
    [InlineData("""{"\ud800":1,"id":1,"method":"m"}""")]
    [InlineData("""{"id":1,"method":"m","me\udc00thod":1}""")]
    [InlineData("""[{"id":1,"method":"m"},{"id":1,"method":"m","\ud800":1}]""")]
    public void Read_MemberNameWithUnpairedSurrogate_IsRefused(string body)
    {
        var read = ReadText.Read(body);

        Assert.Equal(JsonRpcReadFailure.InvalidRequest, read.Failure);
    }

    [Theory]
    [InlineData("""{"id":1,"method":"m","x":1}""", true)]
    [InlineData("""{"id":1,"method":"m","ID":2}""", true)]
    [InlineData("""{"id":1,"method":"m","Method":"n"}""", true)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"m","params":[]}""", false)]
    public void Read_UnknownMembers_AreToldOf(string body, bool hasUnknown)
    {
        var read = ReadText.Read(body);

        Assert.Equal(hasUnknown, Assert.Single(read.Calls).HasUnknownMembers);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("""{"id":1,"method":"m"}}""")]
    [InlineData("""{"id":1,"method":"m"} {"id":2,"method":"m"}""")]
    [InlineData("""{"id":1,"method":"m"},""")]
    [InlineData("""[{"id":1,"method":"m"}]x""")]
    [InlineData("""{"id":1,"method":"m",}""")]
    [InlineData("""{"id":01,"method":"m"}""")]
    [InlineData("""{'id':1,"method":"m"}""")]
    [InlineData("""{"id":1,"method":"m"/**/}""")]
    [InlineData("\ufeff{\"id\":1,\"method\":\"m\"}")]
    [InlineData("{\"id\":1,\"method\":\"m\0\"}")]
    [InlineData("{\"id\":1,\"method\":\"m\"}\0")]
    public void Read_NotJsonOrMoreThanJson_IsMalformed(string body)
    {
        var read = ReadText.Read(body);

        Assert.Equal(JsonRpcReadFailure.Malformed, read.Failure);
    }
}
