using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Sidecar.Gateway.Tests.JsonRpc;

/// <summary>Makes random JSON text.</summary>
internal static class RandomJson
{
    private static readonly Gen<string> Strings =
        ArbMap.Default.ArbFor<UnicodeString>().Generator.Select(text => JsonSerializer.Serialize(text.Get));

    private static readonly Gen<string> Numbers = Gen.OneOf(
        ArbMap.Default.ArbFor<long>().Generator.Select(n => n.ToString(CultureInfo.InvariantCulture)),
        ArbMap.Default.ArbFor<int>().Generator.Select(n => n.ToString(CultureInfo.InvariantCulture) + ".50E-3"));

    private static readonly Gen<string> Spaces = Gen.Elements("", " ", "\n\t");

    /// <summary>Any value, nested at most so deep.</summary>
    public static Gen<string> Values(int depth)
    {
        var scalars = Gen.OneOf(Strings, Numbers, Gen.Elements("true", "false", "null"));
        if (depth == 0)
        {
            return scalars;
        }

        var inner = Values(depth - 1).Zip(Spaces).Select(pair => pair.Item1 + pair.Item2);
        var few = Gen.Choose(0, 4).SelectMany(count => inner.ArrayOf(count));
        var lists = few.Select(members => $"[{string.Join(',', members)}]");
        var objects = few.Zip(Strings.ArrayOf(4)).Select(
            pair => $"{{{string.Join(',', pair.Item1.Select((value, i) => $"{pair.Item2[i]}:{value}"))}}}");
        return Gen.OneOf(scalars, lists, objects);
    }
}
