using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.Http1;

namespace Sidecar.Gateway.Endpoint;

/// <summary>The token of a request: the value of its one Authorization header.</summary>
internal static class CallerToken
{
    /// <summary>Checks it. Two headers are two tokens, and nobody knows which of them counts.</summary>
    public static JwtVerdict Verify(JwtVerifier verifier, HeaderFields fields)
    {
        var verdict = JwtVerdict.MissingToken;
        var isFirst = true;
        foreach (var field in fields)
        {
            if (field.Is("Authorization"u8))
            {
                verdict = isFirst ? verifier.Verify(field.Value) : JwtVerdict.SeveralHeaders;
                isFirst = false;
            }
        }

        return verdict;
    }
}
