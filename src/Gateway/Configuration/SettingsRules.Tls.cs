using Sidecar.Gateway.Authentication;

namespace Sidecar.Gateway.Configuration;

internal sealed partial class SettingsRules
{
    private void CheckTls()
    {
        CheckTls("Local", "TLS", IsHttps(options.Local.Url), options.Local.TlsCaPath, options.Local.TlsPins);
        CheckTls("Builder", "TLS", IsHttps(options.Builder.Url), options.Builder.TlsCaPath, options.Builder.TlsPins);
        options.Local.TlsCaPath = InDirectory(options.Local.TlsCaPath);
        options.Builder.TlsCaPath = InDirectory(options.Builder.TlsCaPath);
    }

    private void CheckRedisTls()
    {
        CheckTls("Redis", "--redis-tls", options.Redis.Tls, options.Redis.TlsCaPath, options.Redis.TlsPins);
        options.Redis.TlsCaPath = InDirectory(options.Redis.TlsCaPath);
    }

    private static bool IsHttps(Uri? url) => url?.Scheme == Uri.UriSchemeHttps;

    private void CheckTls(string section, string what, bool isUsed, string? caPath, IList<string> pins)
    {
        var (caKey, pinsKey) = ($"{section}:TlsCaPath", $"{section}:TlsPins");
        if (Array.Find([caKey, pinsKey], values.IsGiven) is { } useless && !isUsed && AreReadable($"{section}:Url"))
        {
            var missing = what == "TLS" ? "an address that begins with https://" : what;
            problems.Error($"{values.Origin(useless)}: says which certificate to trust, but there is no TLS; "
                + $"give {missing}, or leave it out.");
            return;
        }

        if (!ServerTrust.TryCreate(null, pins, out _, out var pinError))
        {
            problems.Error($"{values.Origin(pinsKey)}: {pinError}; give the SHA-256 of the public key, see docs/security.md.");
        }

        if (caPath is not null && !ServerTrust.TryCreate(InDirectory(caPath), [], out _, out var caError))
        {
            problems.Error($"{values.Origin(caKey)}: no certificate could be read from \"{caPath}\": {caError}; "
                + "give a PEM file with the certificates of the authorities to trust.");
        }
    }

    private string? InDirectory(string? path) => path is null ? null : Path.GetFullPath(path, directory);
}
