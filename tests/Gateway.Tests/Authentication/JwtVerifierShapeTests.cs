using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.Endpoint;
using Sidecar.Gateway.Http1;

namespace Sidecar.Gateway.Tests.Authentication;

/// <summary>What surrounds the two JSON parts of a token, and texts nobody thought of.</summary>
public sealed class JwtVerifierShapeTests
{
    private const long Now = 1_800_000_000;

    private readonly JwtVerifier _verifier =
        new(TestToken.ParsedSecret, new FixedTime(DateTimeOffset.FromUnixTimeSeconds(Now)));

    [Theory]
    [InlineData("", "MissingToken")]
    [InlineData(" ", "MissingToken")]
    [InlineData("Bearer", "MissingToken")]
    [InlineData("Bearer ", "MissingToken")]
    [InlineData("Basic dXNlcjpwYXNz", "NotBearer")]
    [InlineData("Bearerx {0}", "NotBearer")]
    [InlineData("{0}", "NotBearer")]
    [InlineData("Bearer {0}", "Accepted")]
    [InlineData("bearer {0}", "Accepted")]
    [InlineData("BEARER {0}", "Accepted")]
    [InlineData("Bearer   {0}  ", "Accepted")]
    [InlineData("Bearer\t{0}", "NotBearer")]
    [InlineData("Bearer {0} {0}", "Malformed")]
    [InlineData("Bearer {0},Bearer {0}", "Malformed")]
    [InlineData("Bearer a", "Malformed")]
    [InlineData("Bearer a.b", "Malformed")]
    [InlineData("Bearer {0}.", "Malformed")]
    [InlineData("Bearer {0}.x", "Malformed")]
    [InlineData("Bearer ..", "Malformed")]
    [InlineData("Bearer .{0}", "Malformed")]
    [InlineData("Bearer {0}=", "BadEncoding")]
    [InlineData("Bearer {0}é", "BadEncoding")]
    [InlineData("Bearer 😀.😀.😀", "BadEncoding")]
    [InlineData("Bearer a.b.c", "BadEncoding")]
    [InlineData("Bearer a%b.b.c", "BadEncoding")]
    [InlineData("Bearer {0}A", "BadSignature")]
    public void Verify_AuthorizationOfEveryShape_IsJudged(string form, string expected)
    {
        var header = form.Replace("{0}", TestToken.Make($$"""{"iat":{{Now}}}"""), StringComparison.Ordinal);

        Assert.Equal(expected, _verifier.Verify(header).ToString());
    }

    [Fact]
    public void Verify_SeveralHeaders_AreRefusedEvenWhenEqual()
    {
        var header = $"Bearer {TestToken.Make($$"""{"iat":{{Now}}}""")}";

        Assert.Equal(JwtVerdict.Accepted, Verify($"Authorization: {header}\r\n"));
        Assert.Equal(JwtVerdict.SeveralHeaders, Verify($"Authorization: {header}\r\nX: a\r\nauthorization: {header}\r\n"));
        Assert.Equal(JwtVerdict.MissingToken, Verify("X: a\r\n"));
        Assert.Equal(JwtVerdict.MissingToken, Verify(""));
    }

    [Fact]
    public void Verify_PaddedOrStandardBase64_IsRefused()
    {
        var parts = TestToken.Make($$"""{"iat":{{Now}},"x":"???>>>"}""").Split('.');

        Assert.Equal(JwtVerdict.BadEncoding, _verifier.Verify($"Bearer {parts[0]}=.{parts[1]}.{parts[2]}"));
        Assert.Equal(JwtVerdict.BadEncoding, _verifier.Verify($"Bearer {parts[0]}.{parts[1]}==.{parts[2]}"));
        Assert.Equal(JwtVerdict.BadEncoding, _verifier.Verify($"Bearer {parts[0]}.{parts[1]}.{parts[2]}="));
        Assert.Equal(JwtVerdict.BadEncoding, _verifier.Verify($"Bearer {parts[0]}.{parts[1]}+.{parts[2]}"));
    }

    [Fact]
    public void Verify_OtherSecret_IsABadSignature()
    {
        var other = new string('0', 63) + "1";

        Assert.Equal(
            JwtVerdict.BadSignature,
            _verifier.Verify($"Bearer {TestToken.Make($$"""{"iat":{{Now}}}""", secret: other)}"));
    }

    [Fact]
    public void Verify_UnsignedClaims_AreNotEvenParsed()
    {
        var parts = TestToken.Make("not json").Split('.');

        Assert.Equal(JwtVerdict.BadSignature, _verifier.Verify($"Bearer {parts[0]}.{parts[1]}."));
    }

    [Theory]
    [InlineData(4096, "Accepted")]
    [InlineData(4097, "TooLong")]
    [InlineData(1_000_000, "TooLong")]
    public void Verify_LongToken_HasALimit(int length, string expected)
    {
        var token = Padded(length);

        Assert.Equal(expected, _verifier.Verify($"Bearer {token}").ToString());
    }

    [Fact]
    public void Verify_AnyCharacterReplaced_IsRefused()
    {
        var token = TestToken.Make($$"""{"iat":{{Now}}}""");
        const string Replacements = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/. \n\0é";

        var accepted =
            from index in Enumerable.Range(0, token.Length)
            from replacement in Replacements
            where replacement != token[index]
            let changed = $"Bearer {token[..index]}{replacement}{token[(index + 1)..]}"
            where _verifier.Verify(changed) == JwtVerdict.Accepted
            select $"{index}: {replacement}";

        Assert.Empty(accepted);
    }

    [Fact]
    public void Verify_AnyTruncation_IsRefused()
    {
        var header = $"Bearer {TestToken.Make($$"""{"iat":{{Now}}}""")}";

        Assert.All(
            Enumerable.Range(0, header.Length),
            length => Assert.NotEqual(JwtVerdict.Accepted, _verifier.Verify(header[..length])));
    }

    [Fact]
    public void Verify_AnyTextAtAll_IsRefusedWithoutAnException()
    {
        Prop.ForAll<string?>(text => _verifier.Verify(text) != JwtVerdict.Accepted
                && _verifier.Verify($"Bearer {text}") != JwtVerdict.Accepted
                && _verifier.Verify($"Bearer {TestToken.Make("{}", text ?? "")}") != JwtVerdict.Accepted)
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Verify_AnySignedClaims_AreJudgedWithoutAnException()
    {
        Prop.ForAll<string?>(text => _verifier.Verify($"Bearer {TestToken.Make(text ?? "")}") != JwtVerdict.Accepted)
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Verify_AnyIssuedAt_IsAcceptedExactlyInsideTheWindow()
    {
        Prop.ForAll<long>(
                Gen.Choose(-200, 200).Select(offset => (long)offset).ToArbitrary(),
                offset => (_verifier.Verify($"Bearer {TestToken.Make($$"""{"iat":{{Now + offset}}}""")}")
                    == JwtVerdict.Accepted) == (Math.Abs(offset) <= 60))
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Verify_OrdinaryToken_AllocatesNothing()
    {
        var header = Encoding.ASCII.GetBytes($"Bearer {TestToken.Make($$"""{"iat":{{Now}}}""")}");
        _verifier.Verify(header);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var verdict = _verifier.Verify(header);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(JwtVerdict.Accepted, verdict);
        Assert.Equal(0, allocated);
    }

    private JwtVerdict Verify(string fields) =>
        CallerToken.Verify(_verifier, new HeaderFields(Encoding.ASCII.GetBytes(fields + "\r\n")));

    private static string Padded(int length)
    {
        for (var filler = ((length - 81) * 3 / 4) - 32; ; filler++)
        {
            var token = TestToken.Make($$"""{"iat":{{Now}},"id":"{{new string('x', filler)}}"}""");
            if (token.Length >= length)
            {
                return token.Length == length
                    ? token
                    : TestToken.Make(
                        $$"""{"iat":{{Now}},"id":"{{new string('x', filler - 1)}}"}""",
                        """{"alg":"HS256","typ":"JWT" }""");
            }
        }
    }
}
