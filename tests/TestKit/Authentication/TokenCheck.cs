using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Sidecar.TestKit;

/// <summary>Judges an Authorization header as geth does, in geth's words.</summary>
internal sealed class TokenCheck(byte[] secret, TimeProvider time, bool exactScheme)
{
    private const long WindowSeconds = 60;

    /// <summary>Null when the token is good, otherwise the text that goes out with the 401.</summary>
    public string? Refusal(string? authorization)
    {
        // geth takes the scheme in any case, reth only as "Bearer ".
        var comparison = exactScheme ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        if (authorization is null || !authorization.StartsWith("Bearer ", comparison))
        {
            return "missing token";
        }

        var segments = authorization["Bearer ".Length..].Split('.');
        if (segments.Length != 3)
        {
            return "token is malformed: token contains an invalid number of segments";
        }

        try
        {
            return SignatureRefusal(segments) ?? ClaimsRefusal(Decode(segments[1]));
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
        {
            return "token is malformed: " + exception.Message;
        }
    }

    private static JsonElement Decode(string segment) =>
        JsonDocument.Parse(Base64Url.DecodeFromChars(segment)).RootElement;

    private string? SignatureRefusal(string[] segments)
    {
        var algorithm = Decode(segments[0]).GetProperty("alg").GetString();
        if (algorithm != "HS256")
        {
            return $"token signature is invalid: signing method {algorithm} is invalid";
        }

        var expected = Jwt.Sign(secret, $"{segments[0]}.{segments[1]}");
        return CryptographicOperations.FixedTimeEquals(expected, Base64Url.DecodeFromChars(segments[2]))
            ? null
            : "token signature is invalid: signature is invalid";
    }

    private string? ClaimsRefusal(JsonElement claims)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (claims.TryGetProperty("exp", out var expires) && expires.GetInt64() < now)
        {
            return "token is expired";
        }

        if (!claims.TryGetProperty("iat", out var claim))
        {
            return "missing issued-at";
        }

        return (claim.GetInt64() - now) switch
        {
            > WindowSeconds => "future token",
            < -WindowSeconds => "stale token",
            _ => null,
        };
    }
}
