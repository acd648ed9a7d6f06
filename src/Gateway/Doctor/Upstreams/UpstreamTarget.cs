using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Doctor.Upstreams;

/// <summary>A client to examine.</summary>
/// <param name="Subject">Local or builder.</param>
/// <param name="Url">Its address.</param>
/// <param name="UrlOption">What to correct when the address is wrong.</param>
/// <param name="Secret">Signs what goes there; null if it could not be read.</param>
/// <param name="SecretOption">What to correct when the secret is wrong.</param>
internal sealed record UpstreamTarget(
    string Subject, Uri Url, string UrlOption, JwtSecret? Secret, string SecretOption)
{
    public bool IsLocal => Subject == Subjects.Local;

    /// <summary>Whether its secret is also the other's, as it may be, and is by mistake when one refuses it.</summary>
    public bool SharesSecret { get; init; }

    /// <summary>Which of its certificates are good enough; null leaves it to the machine.</summary>
    public ServerTrust? Trust { get; init; }

    /// <summary>Local of a set-up; null if its address could not be read.</summary>
    public static UpstreamTarget? LocalOf(ConfigurationExamination setup) =>
        Of(setup, Subjects.Local, "Local", setup.Settings.Local.Url, setup.Secrets.Local,
            setup.Settings.Local.TlsCaPath, setup.Settings.Local.TlsPins);

    /// <summary>The builder of a set-up; null if there is none, or its address could not be read.</summary>
    public static UpstreamTarget? BuilderOf(ConfigurationExamination setup) =>
        Of(setup, Subjects.Builder, "Builder", setup.Settings.Builder.Url, setup.Secrets.Builder,
            setup.Settings.Builder.TlsCaPath, setup.Settings.Builder.TlsPins);

    private static UpstreamTarget? Of(
        ConfigurationExamination setup, string subject, string section, Uri? url, JwtSecret? secret,
        string? tlsCaPath, IEnumerable<string> tlsPins)
    {
        if (url is null || !setup.IsReadable($"{section}:Url"))
        {
            return null;
        }

        var secretKey = setup.IsGiven($"{section}:JwtSecret") ? $"{section}:JwtSecret" : $"{section}:JwtSecretPath";
        return new(subject, url, setup.NameOf($"{section}:Url"), secret, setup.NameOf(secretKey))
        {
            Trust = ServerTrust.TryCreate(tlsCaPath, tlsPins, out var trust, out _) ? trust : null,
            SharesSecret = setup.Secrets is { Local: { } local, Builder: { } builder }
                && local.Key.SequenceEqual(builder.Key),
        };
    }
}
