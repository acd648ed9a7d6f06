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

    // Of equal length whatever was sent, so that the comparison does not tell the length of the token either.
    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
