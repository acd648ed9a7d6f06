using System.Security.Cryptography;
using System.Text;
using Sidecar.Gateway.Authentication;

namespace Sidecar.Gateway.Tests.Authentication;

/// <summary>Tokens made the long way, so that they share nothing with the code under test.</summary>
internal static class TestToken
{
    public const string Secret = "736563726574736563726574736563726574736563726574736563726574736b";
    public const string OrdinaryHeader = """{"alg":"HS256","typ":"JWT"}""";

    public static JwtSecret ParsedSecret =>
        JwtSecret.TryParse(Secret, out var secret, out var error) ? secret : throw new InvalidOperationException(error);

    public static string Make(string claims, string header = OrdinaryHeader, string secret = Secret)
    {
        var signed = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(claims))}";
        using var hmac = new HMACSHA256(Convert.FromHexString(secret));
        return $"{signed}.{Encode(hmac.ComputeHash(Encoding.ASCII.GetBytes(signed)))}";
    }

    public static string Encode(byte[] bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static byte[] Decode(string text)
    {
        var padded = text.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '='));
    }
}
