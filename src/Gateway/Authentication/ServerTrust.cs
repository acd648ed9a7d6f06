using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sidecar.Gateway.Authentication;

/// <summary>Which certificate of a server is good enough, where the machine's own list of authorities is not to decide.</summary>
/// <remarks>
/// Authorities: the certificate must be signed by one of them, be in its time, and be for the name that was asked for. Pins:
/// its public key must be one of them; without authorities nothing else is looked at, so that a certificate that signed
/// itself will do. With both, both must hold. Revocation is not looked up: that would be a call to somebody else.
/// </remarks>
internal sealed class ServerTrust
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2Collection? _authorities;
    private readonly IReadOnlyList<PublicKeyPin> _pins;

    private ServerTrust(X509Certificate2Collection? authorities, IReadOnlyList<PublicKeyPin> pins) =>
        (_authorities, _pins) = (authorities, pins);

    /// <summary>Null if the machine's list is to decide.</summary>
    /// <exception cref="InvalidOperationException">What was checked at start cannot be read now.</exception>
    public static ServerTrust? From(string? authoritiesPath, IEnumerable<string> pins) =>
        TryCreate(authoritiesPath, pins, out var trust, out var error)
            ? trust
            : throw new InvalidOperationException($"A server's certificate cannot be checked: {error}.");

    /// <summary>Reads both.</summary>
    /// <param name="authoritiesPath">PEM file with certificates; may be null.</param>
    /// <param name="pins">Texts of <see cref="PublicKeyPin"/>.</param>
    /// <param name="trust">Null if there is neither.</param>
    /// <param name="error">Continues a sentence about what cannot be read.</param>
    public static bool TryCreate(
        string? authoritiesPath, IEnumerable<string> pins, out ServerTrust? trust,
        [NotNullWhen(false)] out string? error)
    {
        trust = null;
        error = null;
        List<PublicKeyPin> read = [];
        foreach (var text in pins)
        {
            if (!PublicKeyPin.TryParse(text, out var pin))
            {
                error = "a pin is neither sha256/ and base64 nor 64 hex digits";
                return false;
            }

            read.Add(pin);
        }

        X509Certificate2Collection? authorities = null;
        if (authoritiesPath is not null && !TryReadAuthorities(authoritiesPath, out authorities, out error))
        {
            return false;
        }

        trust = authorities is null && read.Count == 0 ? null : new(authorities, read);
        return true;
    }

    /// <summary>A <see cref="RemoteCertificateValidationCallback"/>.</summary>
    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 shown || (_pins.Count > 0 && !_pins.Any(pin => pin.IsOf(shown))))
        {
            return false;
        }

        return _authorities is null
            || ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None && IsSigned(shown, chain));
    }

    private bool IsSigned(X509Certificate2 certificate, X509Chain? shown)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities!);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        if (shown is not null)
        {
            // What the server sent beside its own certificate, wherever the first look at it has put that.
            chain.ChainPolicy.ExtraStore.AddRange(shown.ChainPolicy.ExtraStore);
            foreach (var element in shown.ChainElements)
            {
                chain.ChainPolicy.ExtraStore.Add(element.Certificate);
            }
        }

        return chain.Build(certificate);
    }

    private static bool TryReadAuthorities(
        string path, [NotNullWhen(true)] out X509Certificate2Collection? authorities,
        [NotNullWhen(false)] out string? error)
    {
        authorities = [];
        error = null;
        try
        {
            authorities.ImportFromPemFile(path);
            error = authorities.Count == 0 ? "there is no certificate in it" : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error = e is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : "it cannot be read";
        }
        catch (CryptographicException)
        {
            error = "it is no PEM file of certificates";
        }

        return error is null;
    }
}
