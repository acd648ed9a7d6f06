using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sidecar.Gateway.Authentication;

/// <summary>Checks callers' tokens (execution-apis authentication.md). Thread-safe; allocates for new tokens only.</summary>
/// <remarks>
/// A token's time counts in seconds, so that the calls for one block bring the very same token several times. Its
/// signature is right for ever once it was; its time is looked at each time.
/// </remarks>
internal sealed class JwtVerifier(JwtSecret secret, TimeProvider time)
{
    private const int TokenLengthMax = 4096;
    private const int SignatureTextLength = 43; // 32 bytes in base64url without padding.

    private static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    private SignedToken? _last;
    private double _skewSeconds = double.NaN;

    /// <summary>
    /// How far the clock of whoever signed last was ahead of ours, in seconds, tokens refused for it included; null
    /// before the first good signature.
    /// </summary>
    public double? SkewSeconds => Volatile.Read(ref _skewSeconds) is var skew && double.IsNaN(skew) ? null : skew;

    /// <summary>Checks the value of a request's one Authorization header.</summary>
    public JwtVerdict Verify(ReadOnlySpan<byte> authorization)
    {
        var text = authorization.Trim((byte)' ');
        var schemeEnd = text.IndexOf((byte)' ');
        var scheme = schemeEnd < 0 ? text : text[..schemeEnd];
        if (scheme.IsEmpty)
        {
            return JwtVerdict.MissingToken;
        }

        // RFC 7235 §2.1: schemes are compared without regard to case.
        if (!Ascii.EqualsIgnoreCase(scheme, "Bearer"u8))
        {
            return JwtVerdict.NotBearer;
        }

        var token = schemeEnd < 0 ? default : text[schemeEnd..].TrimStart((byte)' ');
        if (token.IsEmpty)
        {
            return JwtVerdict.MissingToken;
        }

        if (token.Length > TokenLengthMax)
        {
            return JwtVerdict.TooLong;
        }

        return Ascii.IsValid(token) ? VerifyToken(token) : JwtVerdict.BadEncoding;
    }

    private JwtVerdict VerifyToken(ReadOnlySpan<byte> token)
    {
        if (Volatile.Read(ref _last) is { } last && CryptographicOperations.FixedTimeEquals(last.Token, token))
        {
            return VerifyClaims(last.Claims);
        }

        var headerEnd = token.IndexOf((byte)'.');
        var claimsEnd = token.LastIndexOf((byte)'.');
        if (headerEnd == claimsEnd || token[(headerEnd + 1)..claimsEnd].Contains((byte)'.'))
        {
            return JwtVerdict.Malformed;
        }

        var header = token[..headerEnd];
        var claims = token[(headerEnd + 1)..claimsEnd];
        var signature = token[(claimsEnd + 1)..];
        Span<byte> json = stackalloc byte[Base64Url.GetMaxDecodedLength(TokenLengthMax)];
        if (!TryDecode(header, json, out var headerLength)
            || claims.ContainsAnyExcept(Alphabet) || signature.ContainsAnyExcept(Alphabet))
        {
            return JwtVerdict.BadEncoding;
        }

        var verdict = VerifyHeader(json[..headerLength]);
        if (verdict != JwtVerdict.Accepted)
        {
            return verdict;
        }

        // The claims of a stranger are not even parsed.
        if (!IsSigned(token[..claimsEnd], signature))
        {
            return JwtVerdict.BadSignature;
        }

        if (!TryDecode(claims, json, out var claimsLength))
        {
            return JwtVerdict.BadEncoding;
        }

        Volatile.Write(ref _last, new SignedToken(token.ToArray(), json[..claimsLength].ToArray()));
        return VerifyClaims(json[..claimsLength]);
    }

    private bool IsSigned(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret.Key, signed, hash);

        // Our text is compared, not their bytes: the last character has two spare bits, so that four texts
        // decode to one signature, and only one of them is what the signer wrote.
        Span<byte> expected = stackalloc byte[SignatureTextLength];
        Base64Url.EncodeToUtf8(hash, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }

    // Base64Url skips white space and takes padding; RFC 7515 §2 allows neither.
    private static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> destination, out int length)
    {
        length = 0;
        return !text.ContainsAnyExcept(Alphabet)
            && Base64Url.DecodeFromUtf8(text, destination, out _, out length) == OperationStatus.Done;
    }

    private static JwtVerdict VerifyHeader(ReadOnlySpan<byte> json)
    {
        try
        {
            return JwtHeader.Verify(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return JwtVerdict.Malformed;
        }
    }

    private JwtVerdict VerifyClaims(ReadOnlySpan<byte> json)
    {
        try
        {
            var verdict = JwtClaims.Verify(json, time.GetUtcNow().ToUnixTimeSeconds(), out var skewSeconds);
            Volatile.Write(ref _skewSeconds, skewSeconds);
            return verdict;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return JwtVerdict.Malformed;
        }
    }

    /// <summary>A token whose header and signature are right.</summary>
    private sealed record SignedToken(byte[] Token, byte[] Claims);
}
