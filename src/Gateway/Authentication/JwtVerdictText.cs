using System.Diagnostics;

namespace Sidecar.Gateway.Authentication;

/// <summary>What a caller reads of a verdict; where go-ethereum has a text for it, that one.</summary>
internal static class JwtVerdictText
{
    public static string ToText(this JwtVerdict verdict) => verdict switch
    {
        JwtVerdict.Accepted => "accepted",
        JwtVerdict.MissingToken => "missing token",
        JwtVerdict.SeveralHeaders => "more than one Authorization header",
        JwtVerdict.NotBearer => "the Authorization scheme is not Bearer",
        JwtVerdict.TooLong => "token is too long",
        JwtVerdict.Malformed => "token is malformed",
        JwtVerdict.BadEncoding => "token is not base64url without padding",
        JwtVerdict.UnsupportedAlgorithm => "token algorithm is not HS256",
        JwtVerdict.CriticalHeader => "token has critical headers",
        JwtVerdict.BadSignature => "signature is invalid",
        JwtVerdict.MissingIssuedAt => "missing issued-at",
        JwtVerdict.BadClaim => "iat, exp or nbf is not one number",
        JwtVerdict.StaleToken => "stale token",
        JwtVerdict.FutureToken => "future token",
        JwtVerdict.Expired => "token is expired",
        JwtVerdict.NotYetValid => "token is not valid yet",
        _ => throw new UnreachableException(),
    };
}
