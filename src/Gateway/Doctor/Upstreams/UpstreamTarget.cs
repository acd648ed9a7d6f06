using Sidecar.Gateway.Authentication;

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
}
