using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Tests.Fixtures;

namespace Sidecar.Gateway.Tests.JsonRpc;

public sealed class JsonRpcReaderSplitTests
{
    private static readonly string[] Hand =
    [
        """{"jsonrpc":"2.0","id":"\u00e9\ud83d\ude00","method":"engine_getPayload\u0056\u0034","params":["0x01"]}""",
        """[{"id":1.5e3,"method":"a"},7,{"method":"b","params":{"x":[{}]}},{"id":null,"\u006dethod":"c","z":true}]""",
        """{"id":1,"method":"a","method":"b"}""",
        """{"id":[1],"method":"a"}""",
        """{"id":1,"method":"a"} x""",
    ];

    public static TheoryData<string> Bodies =>
        [.. EngineFixture.All.Select(fixture => fixture.RequestText).Where(text => text.Length > 0), .. Hand];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Read_BodySplitAnywhere_GivesTheSameResult(string body)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(body);
        var expected = ReadText.Of(ReadText.Read(body));

        foreach (var split in Segmented.Every(bytes))
        {
            Assert.Equal(expected, ReadText.Of(ReadText.Read(split)));
        }
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Read_BodyCutAnywhere_IsRefused(string body)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(body.TrimEnd('x', ' '));

        for (var length = 0; length < bytes.Length; length++)
        {
            var cut = bytes.AsMemory(0, length);
            var split = length % 2 == 0 ? Segmented.Of(cut) : Segmented.At(cut, length / 2);

            Assert.NotEqual(JsonRpcReadFailure.None, ReadText.Read(split).Failure);
        }
    }
}
