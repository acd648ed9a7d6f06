using System.Text;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Tests.JsonRpc;

namespace Sidecar.Gateway.Tests.Engine;

public sealed class JsonTokensTests
{
    [Theory]
    [InlineData("[]", "[]", true)]
    [InlineData("""["0xaa","0xbb"]""", "[]", true)]
    [InlineData("""["0xaa","0xbb"]""", """["0xaa"]""", true)]
    [InlineData("""["0xaa","0xbb"]""", """["0xaa","0xbb"]""", true)]
    [InlineData("""["0xaa","0xbb"]""", """[ "0xAA" ,"0xBb"]""", true)]
    [InlineData("""["0xaa","0xbb"]""", """["0xbb"]""", false)]
    [InlineData("""["0xaa","0xbb"]""", """["0xbb","0xaa"]""", false)]
    [InlineData("""["0xaa"]""", """["0xaa","0xbb"]""", false)]
    [InlineData("[]", """["0xaa"]""", false)]
    [InlineData("""["0xaabb"]""", """["0xaa"]""", false)]
    [InlineData("""["0xaa"]""", """["0xaabb"]""", false)]
    [InlineData("""[["0xaa"]]""", """["0xaa"]""", false)]
    [InlineData("""["0xaa"]""", """[["0xaa"]]""", false)]
    [InlineData("""[1]""", """[1]""", false)]
    [InlineData("""{"a":1}""", "[]", false)]
    [InlineData("[]", """{"a":1}""", false)]
    [InlineData("null", "[]", false)]
    public void StartsWith_ListAndPrefix_ComparesMemberByMember(string list, string prefix, bool expected)
    {
        Assert.Equal(expected, JsonTokens.StartsWith(Segmented.Whole(list), Segmented.Whole(prefix)));
    }

    [Fact]
    public void StartsWith_BothSplitAnywhere_GivesTheSame()
    {
        var list = """["0xAAbbccdd","0x1122334455","0x00"]"""u8.ToArray();
        var prefix = """[ "0xaabbCCdd", "0x1122334455" ]"""u8.ToArray();
        var other = """["0xaabbccdd","0x1122334456"]"""u8.ToArray();

        foreach (var left in Segmented.Every(list))
        {
            Assert.All(Segmented.Every(prefix), right => Assert.True(JsonTokens.StartsWith(left, right)));
            Assert.All(Segmented.Every(other), right => Assert.False(JsonTokens.StartsWith(left, right)));
        }
    }

    [Theory]
    [InlineData("[]", "[ ]", true)]
    [InlineData("""{"a":[1,"0xAb"]}""", """{ "a" : [1, "0xaB"] }""", true)]
    [InlineData("""[{"index":"0x1"}]""", """[{"index":"0x1"}]""", true)]
    [InlineData("""[{"index":"0x1"}]""", """[{"index":"0x2"}]""", false)]
    [InlineData("""[{"index":"0x1"}]""", """[]""", false)]
    [InlineData("""[]""", """[{"index":"0x1"}]""", false)]
    [InlineData("[1,2]", "[12]", false)]
    [InlineData("1", "\"1\"", false)]
    [InlineData("true", "false", false)]
    [InlineData("null", "null", true)]
    [InlineData("[[1],2]", "[1,[2]]", false)]
    public void AreEqual_TwoValues_ComparesTokenByToken(string left, string right, bool expected)
    {
        foreach (var split in Segmented.Every(Encoding.UTF8.GetBytes(left)))
        {
            Assert.Equal(expected, JsonTokens.AreEqual(split, Segmented.Whole(right)));
            Assert.Equal(expected, JsonTokens.AreEqual(Segmented.Bytewise(Encoding.UTF8.GetBytes(right)), split));
        }
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("[]", 0)]
    [InlineData("[1]", 1)]
    [InlineData("""["0x01","0x02",[1,2],{"a":[3]}]""", 4)]
    public void Count_List_CountsItsMembers(string list, int count)
    {
        Assert.Equal(count, JsonTokens.Count(Segmented.Whole(list)));
    }
}
