using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sidecar.Gateway.Authentication;

/// <summary>The SHA-256 of a certificate's SubjectPublicKeyInfo (RFC 7469): it stays when only the certificate is renewed.</summary>
internal sealed class PublicKeyPin
{
    private const string Prefix = "sha256/";

    private readonly byte[] _digest;

    private PublicKeyPin(byte[] digest) => _digest = digest;

    /// <summary>Reads <c>sha256/</c> and base64, or 64 hex digits.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PublicKeyPin? pin)
    {
        var digest = new byte[SHA256.HashSizeInBytes];
        int written;
        var isRead = text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            ? Convert.TryFromBase64String(text[Prefix.Length..], digest, out written)
            : Convert.FromHexString(text, digest, out _, out written) == System.Buffers.OperationStatus.Done;
        pin = isRead && written == digest.Length ? new(digest) : null;
        return pin is not null;
    }

    public bool IsOf(X509Certificate2 certificate) =>
        SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()).AsSpan().SequenceEqual(_digest);
}
