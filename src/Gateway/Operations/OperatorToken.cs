using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace Sidecar.Gateway.Operations;

/// <summary>The bearer token of the operations port. Keeps only its digest.</summary>
internal sealed class OperatorToken
{
    private const string Scheme = "Bearer ";

    private readonly byte[] _digest;

    private OperatorToken(string token) => _digest = Digest(token);

    /// <summary>Null if no token is asked for.</summary>
    public static OperatorToken? From(string? token) => string.IsNullOrEmpty(token) ? null : new(token);

    /// <summary>Whether the one Authorization header has the token, in a time that says nothing about it.</summary>
    public bool IsIn(StringValues authorization) =>
        authorization.Count == 1
        && authorization[0] is { } header
        && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Digest(header[Scheme.Length..].Trim()), _digest);

    /// <summary>As <see cref="IsIn"/>, or the token is the password of a login, whatever the user.</summary>
    public bool IsInLogin(StringValues authorization) =>
        IsIn(authorization)
        || (authorization.Count == 1 && Password(authorization[0]) is { } password
            && CryptographicOperations.FixedTimeEquals(Digest(password), _digest));

    private static string? Password(string? header)
    {
        const string Basic = "Basic ";
        if (header?.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) != true)
        {
            return null;
        }

        Span<byte> login = stackalloc byte[1024];
        return Convert.TryFromBase64String(header[Basic.Length..].Trim(), login, out var length)
            && login[..length].IndexOf((byte)':') is >= 0 and var colon
            ? Encoding.UTF8.GetString(login[(colon + 1)..length])
            : null;
    }

    // Of equal length whatever was sent, so that the comparison does not tell the length of the token either.
    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
