using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Tests.JsonRpc;

public sealed class JsonRpcReaderLimitTests
{
    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void Read_ParamsExactlyAtTheDepthLimit_IsRead(char open, char close)
    {
        var read = Read(Nested(7, open, close), depthMax: 8);

        Assert.Equal(JsonRpcReadFailure.None, read.Failure);
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void Read_ParamsOneLevelOverTheDepthLimit_IsTooDeep(char open, char close)
    {
        var read = Read(Nested(8, open, close), depthMax: 8);

        Assert.Equal(JsonRpcReadFailure.TooDeep, read.Failure);
    }

    [Fact]
    public void Read_UnknownMemberOverTheDepthLimit_IsTooDeep()
    {
        var read = Read("""{"id":1,"method":"m","x":[[[[1]]]]}""", depthMax: 4);

        Assert.Equal(JsonRpcReadFailure.TooDeep, read.Failure);
    }

    [Fact]
    public void Read_BatchMemberOverTheDepthLimit_IsTooDeep()
    {
        var read = Read($"[{Nested(7, '[', ']')}]", depthMax: 8);

        Assert.Equal(JsonRpcReadFailure.TooDeep, read.Failure);
    }

    [Fact]
    public void Read_HugeDepth_IsTooDeepWithoutOverflowingTheStack()
    {
        var read = Read(Nested(1_000_000, '[', ']'), depthMax: 64);

        Assert.Equal(JsonRpcReadFailure.TooDeep, read.Failure);
    }

    [Theory]
    [InlineData("""{"id":1,"method":"m","params":[[[x]]]}""")]
    [InlineData("""{"id":1,"method":"m","params":[[[1 x""")]
    [InlineData("""{"id":1,"method":"m","params":[[[1""")]
    public void Read_BrokenJsonAtTheDepthLimit_IsMalformed(string body)
    {
        var read = Read(body, depthMax: 4);

        Assert.Equal(JsonRpcReadFailure.Malformed, read.Failure);
    }

    [Fact]
    public void Read_BatchExactlyAtTheLimit_IsRead()
    {
        var read = Read(Batch(5), batchMembersMax: 5);

        Assert.Equal(JsonRpcReadFailure.None, read.Failure);
        Assert.Equal(5, read.Calls.Count);
    }

    [Fact]
    public void Read_BatchOneOverTheLimit_IsTooLong()
    {
        var read = Read(Batch(6), batchMembersMax: 5);

        Assert.Equal(JsonRpcReadFailure.BatchTooLong, read.Failure);
        Assert.Empty(read.Calls);
    }

    [Fact]
    public void Read_BatchOfMembersThatAreNoRequests_CountsThemToo()
    {
        var read = Read("[1,2,3]", batchMembersMax: 2);

        Assert.Equal(JsonRpcReadFailure.BatchTooLong, read.Failure);
    }

    private static JsonRpcReadResult Read(string body, int depthMax = 64, int batchMembersMax = 10) =>
        JsonRpcReader.Read(Segmented.Whole(body), depthMax, batchMembersMax);

    /// <summary>A request whose params are so many levels deep; the request itself is one more.</summary>
    private static string Nested(int levels, char open, char close)
    {
        var opening = open == '[' ? "[" : "{\"a\":";
        return $$"""{"id":1,"method":"m","params":{{string.Concat(Enumerable.Repeat(opening, levels))}}1"""
            + new string(close, levels) + "}";
    }

    private static string Batch(int members) =>
        $"[{string.Join(',', Enumerable.Range(0, members).Select(i => $$"""{"id":{{i}},"method":"m"}"""))}]";
}
