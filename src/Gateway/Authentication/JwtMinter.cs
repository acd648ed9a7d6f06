using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sidecar.Gateway.Authentication;

/// <summary>Makes tokens for one upstream. Safe for many threads; makes one token a second.</summary>
internal sealed class JwtMinter(JwtSecret secret, TimeProvider time)
{
    /// <summary><c>{"alg":"HS256","typ":"JWT"}</c>.</summary>
    private const string Header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";

    private Minted? _last;

    /// <summary>The value of an Authorization header. reth takes the scheme in this spelling only.</summary>
    public string AuthorizationHeader()
    {
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        var last = Volatile.Read(ref _last);
        if (last?.Second == second)
        {
            return last.Header;
        }

        // Two threads may both mint; their tokens are equal.
        var minted = new Minted(second, "Bearer " + Mint(second));
        Volatile.Write(ref _last, minted);
        return minted.Header;
    }

    private string Mint(long second)
    {
        var claims = string.Create(CultureInfo.InvariantCulture, $$"""{"iat":{{second}}}""");
        var signed = $"{Header}.{Base64Url.EncodeToString(Encoding.ASCII.GetBytes(claims))}";
        var signature = HMACSHA256.HashData(secret.Key, Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private sealed record Minted(long Second, string Header);
}
