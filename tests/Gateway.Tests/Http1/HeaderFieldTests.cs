using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sidecar.Gateway.Http1;

namespace Sidecar.Gateway.Tests.Http1;

public sealed class HeaderFieldTests
{
    [Theory]
    [InlineData("A: b\r", "A", "b")]
    [InlineData("A:b", "A", "b")]
    [InlineData("A: \t b c\t \r", "A", "b c")]
    [InlineData("A:\r", "A", "")]
    [InlineData("A: b: c\r", "A", "b: c")]
    [InlineData("A: \u00e9\r", "A", "\u00e9")]
    public void Field_Line_IsNameAndValue(string line, string name, string value)
    {
        var field = new HeaderField(Bytes(line));

        Assert.Equal((name, value), (Encoding.Latin1.GetString(field.Name), field.ValueText));
    }

    [Theory]
    [InlineData("A: b\r", true)]
    [InlineData("A: b", false)]
    [InlineData("A: b\rc\r", false)]
    [InlineData("A: b\r\r", false)]
    [InlineData("A: b\0\r", false)]
    [InlineData("\r", true)]
    [InlineData("", false)]
    public void EndsInFull_CarriageReturnAtTheEndOnly_IsTrue(string line, bool isFull) =>
        Assert.Equal(isFull, new HeaderField(Bytes(line)).EndsInFull);

    [Theory]
    [InlineData("A-b_1!: x", true)]
    [InlineData("A b: x", false)]
    [InlineData("A : x", false)]
    [InlineData(" A: x", false)]
    [InlineData(": x", false)]
    [InlineData("A", false)]
    [InlineData("A(: x", false)]
    [InlineData("\u00e9: x", false)]
    public void IsWellFormed_NameIsAToken_IsTrue(string line, bool isWellFormed) =>
        Assert.Equal(isWellFormed, new HeaderField(Bytes(line)).IsWellFormed);

    [Theory]
    [InlineData("close", true)]
    [InlineData("CLOSE", true)]
    [InlineData("a, close", true)]
    [InlineData("a,close,b", true)]
    [InlineData(",, \tclose ,", true)]
    [InlineData("close;a", false)]
    [InlineData("closed", false)]
    [InlineData("a close", false)]
    [InlineData("", false)]
    public void ValueLists_Member_IsFoundWhole(string value, bool isListed) =>
        Assert.Equal(isListed, new HeaderField(Bytes($"Connection: {value}")).ValueLists("close"u8));

    [Fact]
    public void Fields_Lines_AreGivenUpToTheEmptyOne()
    {
        var names = new List<string>();

        foreach (var field in new HeaderFields(Bytes("A: 1\r\nB: 2\nC\r\n\r\nD: 3\r\n")))
        {
            names.Add($"{Encoding.Latin1.GetString(field.Name)}={field.ValueText}");
        }

        Assert.Equal(["A=1", "B=2", "="], names);
    }

    [Fact]
    public void Find_Name_IsTheFirstOfThatName()
    {
        var fields = new HeaderFields(Bytes("A: 1\r\nb: 2\r\nB: 3\r\n\r\n"));

        Assert.Equal(("2", null), (fields.Find("B"u8), fields.Find("C"u8)));
    }

    [Theory]
    [InlineData("\r\n", "")]
    [InlineData("Accept: a\r\n\r\n", "a")]
    [InlineData("Accept: a\r\nX: y\r\naccept: b, c\r\n\r\n", "a, b, c")]
    [InlineData("Accept:\r\nAccept: b\r\n\r\n", "b")]
    public void FindAll_Name_IsOneList(string lines, string all) =>
        Assert.Equal(all, new HeaderFields(Bytes(lines)).FindAll("Accept"u8));

    [Fact]
    public void Fields_AnyBytes_AreReadToTheirEnd() => Prop.ForAll<byte[]>(bytes =>
    {
        var count = 0;
        foreach (var field in new HeaderFields(bytes))
        {
            count += 1 + (field.IsWellFormed && field.Name.IsEmpty ? bytes.Length : 0);
            _ = field.ValueLists("x"u8);
        }

        return count <= bytes.Count(letter => letter == '\n');
    }).QuickCheckThrowOnFailure();

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
