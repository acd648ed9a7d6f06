using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Sidecar.TestKit;

/// <summary>Mints the Engine API's tokens, good ones and bad ones (execution-apis, authentication.md).</summary>
public static class Jwt
{
    /// <summary>A fresh 256-bit secret.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(32);

    /// <summary>Writes the secret the way clients keep it: 64 hex digits in a file.</summary>
    public static void WriteSecretFile(string path, byte[] secret) =>
        File.WriteAllText(path, Convert.ToHexStringLower(secret) + "\n");

    /// <summary>Reads a secret file: 64 hex digits, optional 0x, surrounding white space ignored.</summary>
    public static byte[] ReadSecretFile(string path)
    {
        var text = File.ReadAllText(path).Trim();
        return Convert.FromHexString(text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : text);
    }

    /// <summary>A good token, issued now.</summary>
    public static string Mint(byte[] secret) => Mint(secret, DateTimeOffset.UtcNow);

    /// <summary>A token that was issued at the given time.</summary>
    public static string Mint(byte[] secret, DateTimeOffset issuedAt) =>
        Mint(secret, new JsonObject { ["iat"] = issuedAt.ToUnixTimeSeconds() });

    /// <summary>
    /// A token with any claims and, when given, any header; signed with HMAC-SHA256 whatever its header says.
    /// </summary>
    public static string Mint(byte[] secret, JsonObject claims, JsonObject? header = null)
    {
        header ??= new JsonObject { ["alg"] = "HS256", ["typ"] = "JWT" };
        var signed = $"{Segment(header)}.{Segment(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(Sign(secret, signed))}";
    }

    /// <summary>A token with <c>alg: none</c> and an empty signature.</summary>
    public static string MintUnsigned(JsonObject claims) =>
        $"{Segment(new JsonObject { ["alg"] = "none", ["typ"] = "JWT" })}.{Segment(claims)}.";

    internal static byte[] Sign(byte[] secret, string signed) =>
        HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed));

    private static string Segment(JsonObject json) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
