using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Tests.JsonRpc;

public sealed class JsonRpcReaderProperties
{
    private const string Alphabet = "{}[]:,\"\\ue0123456789.-+Etrufalsn idmethodparams\t\ud7ff";

    /// <summary>Bytes that mean something to JSON or to UTF-8.</summary>
    private static readonly byte[] Telling =
        [.. "\0\t\u001f \"\\{}[]:,-.05eutfn/\u007f"u8, 0x80, 0xc3, 0xe2, 0xf0, 0xff];

    private static readonly JsonSerializerOptions Unescaped =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Params_RandomJson_IsTheSliceThatWasWritten()
    {
        var cases = RandomJson.Values(4).Zip(Gen.Choose(0, 10_000)).ToArbitrary();

        Check.QuickThrowOnFailure(Prop.ForAll(cases, drawn =>
        {
            var (json, seed) = drawn;
            var bytes = Encoding.UTF8.GetBytes($$"""{"id":1,"params":{{json}},"method":"m"}""");

            var read = ReadText.Read(Segmented.At(bytes, seed % (bytes.Length + 1)));

            return read.Failure == JsonRpcReadFailure.None && read.Calls[0].Params.Text() == json;
        }));
    }

    [Fact]
    public void Id_RandomString_IsTheSliceThatWasWritten()
    {
        var ids = ArbMap.Default.ArbFor<UnicodeString>().Generator.Zip(Gen.Elements(true, false)).ToArbitrary();

        Check.QuickThrowOnFailure(Prop.ForAll(ids, drawn =>
        {
            var (text, isEscaped) = drawn;
            var id = JsonSerializer.Serialize(text.Get, isEscaped ? JsonSerializerOptions.Default : Unescaped);

            var read = ReadText.Read($$"""{"id":{{id}},"method":"m"}""");

            return read.Failure == JsonRpcReadFailure.None && read.Calls[0].Id.Text() == id;
        }));
    }

    [Fact]
    public void Read_RandomBytes_NeverThrows()
    {
        var bytes = ArbMap.Default.ArbFor<byte[]>();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(bytes, Survives));
    }

    [Fact]
    public void Read_RandomTextOfJsonCharacters_NeverThrows()
    {
        var texts = Gen.Elements(Alphabet.ToCharArray()).ArrayOf()
            .Select(letters => Encoding.UTF8.GetBytes("{\"" + new string(letters))).ToArbitrary();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(texts, Survives));
    }

    [Fact]
    public void Read_RequestWithOneByteChanged_NeverThrows()
    {
        var request =
            """{"jsonrpc":"2.0","id":"\u00e9","method":"engine\u005fx","params":[{"a":"\ud83d\ude00"}]}"""u8.ToArray();

        for (var position = 0; position < request.Length; position++)
        {
            foreach (var value in Telling)
            {
                var changed = request.ToArray();
                changed[position] = value;

                Assert.True(Survives(changed));
            }
        }
    }

    private static bool Survives(byte[] bytes)
    {
        var whole = ReadText.Of(ReadText.Read(Segmented.Of(bytes)));
        return whole == ReadText.Of(ReadText.Read(Segmented.Bytewise(bytes)));
    }
}
