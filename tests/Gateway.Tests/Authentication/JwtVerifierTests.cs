using Sidecar.Gateway.Authentication;

namespace Sidecar.Gateway.Tests.Authentication;

/// <summary>The two JSON parts of a token.</summary>
public sealed class JwtVerifierTests
{
    private const long Now = 1_800_000_000;

    // Late in its second: the clock is compared in whole seconds.
    private readonly JwtVerifier _verifier =
        new(TestToken.ParsedSecret, new FixedTime(DateTimeOffset.FromUnixTimeSeconds(Now).AddMilliseconds(999)));

    [Theory]
    [InlineData(0, "Accepted")]
    [InlineData(-59, "Accepted")]
    [InlineData(59, "Accepted")]
    [InlineData(-60, "Accepted")]
    [InlineData(60, "Accepted")]
    [InlineData(-61, "StaleToken")]
    [InlineData(61, "FutureToken")]
    [InlineData(-1_800_000_000, "StaleToken")]
    public void Verify_IssuedAt_IsFreshForSixtySecondsEitherSide(long offset, string expected) =>
        AssertVerdict(expected, $$"""{"iat":{{Now + offset}}}""");

    [Theory]
    [InlineData("""{"iat":1800000000.5}""", "Accepted")]
    [InlineData("""{"iat":1.8e9}""", "Accepted")]
    [InlineData("""{"iat":1799999939.9}""", "StaleToken")]
    [InlineData("""{"iat":1800000060.1}""", "FutureToken")]
    [InlineData("""{"iat":-1}""", "StaleToken")]
    [InlineData("""{"iat":9223372036854775807}""", "FutureToken")]
    [InlineData("""{"iat":-9223372036854775809}""", "StaleToken")]
    [InlineData("""{"iat":1e308}""", "FutureToken")]
    [InlineData("""{"iat":1e99999}""", "FutureToken")]
    [InlineData("""{"iat":-1e99999}""", "StaleToken")]
    [InlineData("""{"iat":"1800000000"}""", "BadClaim")]
    [InlineData("""{"iat":true}""", "BadClaim")]
    [InlineData("""{"iat":[1800000000]}""", "BadClaim")]
    [InlineData("""{"iat":{"iat":1800000000}}""", "BadClaim")]
    [InlineData("""{"iat":NaN}""", "Malformed")]
    [InlineData("""{"iat":1800000000,"iat":1800000000}""", "BadClaim")]
    [InlineData("""{"iat":1800000000,"\u0069at":1}""", "BadClaim")]
    [InlineData("""{"iat":null}""", "MissingIssuedAt")]
    [InlineData("""{}""", "MissingIssuedAt")]
    [InlineData("""{"nested":{"iat":1800000000}}""", "MissingIssuedAt")]
    [InlineData("""{"IAT":1800000000}""", "MissingIssuedAt")]
    public void Verify_IssuedAtOfEveryShape_IsJudged(string claims, string expected) =>
        AssertVerdict(expected, claims);

    [Theory]
    [InlineData("""{"iat":1800000000,"exp":1800000001}""", "Accepted")]
    [InlineData("""{"iat":1800000000,"exp":1800000000}""", "Expired")]
    [InlineData("""{"iat":1800000000,"exp":1799999999}""", "Expired")]
    [InlineData("""{"iat":1800000000,"exp":null}""", "Accepted")]
    [InlineData("""{"iat":1800000000,"exp":"1900000000"}""", "BadClaim")]
    [InlineData("""{"iat":1800000000,"exp":1900000000,"exp":1}""", "BadClaim")]
    [InlineData("""{"iat":1800000000,"exp":-1e99999}""", "Expired")]
    [InlineData("""{"iat":1800000000,"nbf":1800000000}""", "Accepted")]
    [InlineData("""{"iat":1800000000,"nbf":1800000001}""", "NotYetValid")]
    [InlineData("""{"iat":1800000000,"nbf":[]}""", "BadClaim")]
    [InlineData("""{"id":"node","clv":"v1","iat":1800000000,"aud":["a",{"b":[1]}],"exp2":"x"}""", "Accepted")]
    [InlineData("""{"iat":1800000000,"id":"\u00e9\ud83d\ude00 é😀"}""", "Accepted")]
    public void Verify_OtherClaims_AreEnforcedOrIgnored(string claims, string expected) =>
        AssertVerdict(expected, claims);

    [Theory]
    [InlineData("""{"alg":"HS256"}""", "Accepted")]
    [InlineData("""{"typ":"JWT","alg":"HS256"}""", "Accepted")]
    [InlineData(""" { "typ" : "JWT" , "alg" : "HS256" , "kid" : {"a":[1]} } """, "Accepted")]
    [InlineData("""{"alg":"none"}""", "UnsupportedAlgorithm")]
    [InlineData("""{"alg":"None","typ":"JWT"}""", "UnsupportedAlgorithm")]
    [InlineData("""{"alg":"HS384"}""", "UnsupportedAlgorithm")]
    [InlineData("""{"alg":"HS512"}""", "UnsupportedAlgorithm")]
    [InlineData("""{"alg":"RS256"}""", "UnsupportedAlgorithm")]
    [InlineData("""{"alg":"hs256"}""", "UnsupportedAlgorithm")]
    [InlineData("""{"alg":"HS256 "}""", "UnsupportedAlgorithm")]
    [InlineData("""{"alg":256}""", "UnsupportedAlgorithm")]
    [InlineData("""{"alg":null}""", "UnsupportedAlgorithm")]
    [InlineData("""{"alg":["HS256"]}""", "UnsupportedAlgorithm")]
    [InlineData("""{"typ":"JWT"}""", "UnsupportedAlgorithm")]
    [InlineData("""{"a":{"alg":"HS256"}}""", "UnsupportedAlgorithm")]
    [InlineData("""{"alg":"none","alg":"HS256"}""", "Malformed")]
    [InlineData("""{"alg":"HS256","crit":["exp"],"exp":1}""", "CriticalHeader")]
    [InlineData("""{"alg":"HS256","crit":null}""", "CriticalHeader")]
    [InlineData("""{"alg":"HS256"}x""", "Malformed")]
    [InlineData("""{"alg":"HS256" """, "Malformed")]
    [InlineData("""{"alg":"HS256",}""", "Malformed")]
    [InlineData("""{"al\ud800g":"HS256"}""", "Malformed")]
    [InlineData("""["HS256"]""", "Malformed")]
    [InlineData("null", "Malformed")]
    [InlineData("", "Malformed")]
    public void Verify_Header_MustSayHs256AndNothingCritical(string header, string expected) =>
        AssertVerdict(expected, $$"""{"iat":{{Now}}}""", header);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"iat":1800000000}{}""")]
    [InlineData("""{"iat":1800000000""")]
    [InlineData("""{"iat":01800000000}""")]
    public void Verify_ClaimsThatAreNoObject_AreMalformed(string claims) => AssertVerdict("Malformed", claims);

    [Fact]
    public void Texts_AllVerdicts_AreDistinct()
    {
        var texts = Enum.GetValues<JwtVerdict>().Select(verdict => verdict.ToText()).ToList();

        Assert.Equal(texts.Count, texts.Distinct().Count());
        Assert.Equal("stale token", JwtVerdict.StaleToken.ToText());
    }

    private void AssertVerdict(string expected, string claims, string header = TestToken.OrdinaryHeader) =>
        Assert.Equal(expected, _verifier.Verify($"Bearer {TestToken.Make(claims, header)}").ToString());
}
