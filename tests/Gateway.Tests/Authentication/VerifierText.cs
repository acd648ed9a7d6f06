using System.Text;
using Sidecar.Gateway.Authentication;

namespace Sidecar.Gateway.Tests.Authentication;

/// <summary>Lets tests write headers as text.</summary>
internal static class VerifierText
{
    public static JwtVerdict Verify(this JwtVerifier verifier, string? authorization) =>
        verifier.Verify(Encoding.UTF8.GetBytes(authorization ?? ""));
}
