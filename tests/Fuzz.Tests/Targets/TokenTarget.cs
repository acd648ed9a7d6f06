using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sidecar.Fuzz.Tests.Mutation;
using Sidecar.Fuzz.Tests.Oracles;
using Sidecar.Gateway.Authentication;
using Sidecar.TestKit;

namespace Sidecar.Fuzz.Tests.Targets;

/// <summary>Callers' tokens: only one that is well signed, fresh and of one meaning is let in.</summary>
internal sealed class TokenTarget : FuzzTarget
{
    private const string Secret = "736563726574736563726574736563726574736563726574736563726574736b";
    private const int SkewMax = 60;

    private static readonly byte[] Key = Convert.FromHexString(Secret);
    private static readonly byte[][] Headers =
        [.. Texts("""{"alg":"HS256","typ":"JWT"}""", """{"typ":"JWT","alg":"HS256","kid":"a"}""")];

    private readonly ManualTimeProvider _time = new();
    private readonly JwtVerifier _verifier;

    public TokenTarget()
    {
        _ = JwtSecret.TryParse(Secret, out var secret, out _);
        _verifier = new JwtVerifier(secret!, _time);
    }

    public override void Run(FuzzInput input)
    {
        var (header, claims) = (input.Draw(Headers), input.Draw(ClaimsAround(input.Random)));
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(claims)}";
        var token = $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Key, Encoding.ASCII.GetBytes(signed)))}";

        var verdict = _verifier.Verify(Encoding.ASCII.GetBytes("Bearer " + token));

        var isGood = token.Length <= 4096 && IsGoodHeader(header) && IsGoodClaims(claims);
        FindingException.Unless(
            (verdict == JwtVerdict.Accepted) == isGood,
            "Another verdict.", isGood ? "accepted" : "refused", verdict.ToString());
        JudgeChanged(input, token, isGood);
    }

    /// <summary>Times on either side of what is let in.</summary>
    private byte[][] ClaimsAround(Random random)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var near = now + ((random.Next(2) == 0 ? 1 : -1) * random.Next(SkewMax - 2, SkewMax + 3));
        var (expires, start) = (now + random.Next(-1, 2), now + random.Next(-1, 2));
        return
        [
            .. Texts(
                $$"""{"iat":{{now}}}""", $$"""{"iat":{{near}}}""",
                $$"""{"iat":{{now - SkewMax + 1}},"exp":{{expires}},"nbf":{{start}},"id":"x","clv":[1]}"""),
        ];
    }

    /// <summary>A changed token is another one: nobody has signed it.</summary>
    private void JudgeChanged(FuzzInput input, string token, bool isGood)
    {
        var bytes = Mutator.Mutate(input.Random, Encoding.ASCII.GetBytes("Bearer " + token));
        var changed = Encoding.Latin1.GetString(bytes);
        var verdict = _verifier.Verify(bytes);
        var parts = changed.Trim(' ').Split(' ', 2);
        var isSame = parts.Length == 2 && parts[1].TrimStart(' ') == token
            && parts[0].Equals("Bearer", StringComparison.OrdinalIgnoreCase);
        FindingException.Unless(
            (verdict == JwtVerdict.Accepted) == (isSame && isGood), "A changed token.", token, $"{verdict} {changed}");
    }

    private static bool IsGoodHeader(byte[] json)
    {
        using var document = Dom.Parse(json, 64);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } header)
        {
            return false;
        }

        return TryRead(() =>
        {
            var algorithms = Called(header, "alg");
            return algorithms.Count == 1 && algorithms[0].ValueKind == JsonValueKind.String
                && algorithms[0].ValueEquals("HS256") && Called(header, "crit").Count == 0;
        });
    }

    private bool IsGoodClaims(byte[] json)
    {
        using var document = Dom.Parse(json, 64);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } claims)
        {
            return false;
        }

        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        return TryRead(() =>
            Times(claims, "iat") is [var issued] && Math.Abs(now - issued) <= SkewMax
            && Times(claims, "exp") is [] or [_] && Times(claims, "exp").All(expires => now < expires)
            && Times(claims, "nbf") is [] or [_] && Times(claims, "nbf").All(start => now >= start));
    }

    private static bool TryRead(Func<bool> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Numbers with this name; null is as good as absent, anything else is wrong.</summary>
    private static List<double> Times(JsonElement claims, string name) =>
        [.. Called(claims, name).Where(value => value.ValueKind != JsonValueKind.Null).Select(value => value.GetDouble())];

    private static List<JsonElement> Called(JsonElement element, string name) =>
        [.. element.EnumerateObject().Where(member => member.NameEquals(name)).Select(member => member.Value)];

    private static IEnumerable<byte[]> Texts(params string[] texts) => texts.Select(Encoding.UTF8.GetBytes);
}
