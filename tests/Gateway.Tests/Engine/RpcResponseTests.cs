using System.Text;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Tests.Fixtures;
using Sidecar.Gateway.Tests.JsonRpc;

namespace Sidecar.Gateway.Tests.Engine;

public sealed class RpcResponseTests
{
    public static TheoryData<string> Responses => [.. EngineFixture.All.Select(f => f.ResponseText)];

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{"a":1}}""", """{"a":1}""", "")]
    [InlineData("""{"result":null,"id":1}""", "null", "")]
    [InlineData("""{"result":"0x1","error":null}""", "\"0x1\"", "")]
    [InlineData("""{"error":null,"result":[]}""", "[]", "")]
    [InlineData("""{"id":1,"error":{"code":-38001,"message":"x"}}""", "", """{"code":-38001,"message":"x"}""")]
    [InlineData("""{"result":null,"error":{"code":1}}""", "null", """{"code":1}""")]
    public void TryRead_Response_LocatesResultAndError(string body, string result, string error)
    {
        Assert.True(RpcResponse.TryRead(Segmented.Whole(body), out var response));

        Assert.Equal(result, response.Result.Text());
        Assert.Equal(error, response.Error.Text());
        Assert.Equal(error.Length == 0, response.HasResult);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"result\"")]
    [InlineData("""{"error":null}""")]
    [InlineData("""{"Result":1}""")]
    [InlineData("""{"result":1}x""")]
    [InlineData("""[{"result":1}]""")]
    [InlineData("<!DOCTYPE html>")]
    public void TryRead_NoResponse_IsFalse(string body)
    {
        Assert.False(RpcResponse.TryRead(Segmented.Whole(body), out var response));

        Assert.False(response.HasResult);
    }

    [Theory]
    [MemberData(nameof(Responses))]
    public void TryRead_BodySplitAnywhere_GivesTheSame(string text)
    {
        var expected = Describe(RpcResponse.TryRead(Segmented.Whole(text), out var whole), whole);

        foreach (var split in Segmented.Every(Encoding.UTF8.GetBytes(text)))
        {
            Assert.Equal(expected, Describe(RpcResponse.TryRead(split, out var response), response));
        }
    }

    [Theory]
    [MemberData(nameof(Responses))]
    public void TryRead_BodyCutAnywhere_IsFalse(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(RpcResponse.TryRead(Segmented.Of(bytes.AsMemory(0, length)), out _));
        }
    }

    private static string Describe(bool isRead, RpcResponse response) =>
        $"{isRead} {response.Result.Text()} {response.Error.Text()}";
}
