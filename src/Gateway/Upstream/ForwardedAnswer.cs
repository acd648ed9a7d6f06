namespace Sidecar.Gateway.Upstream;

/// <summary>What of an upstream's answer can be an answer of ours: not all that a client reads can be written by a server.</summary>
internal static class ForwardedAnswer
{
    /// <summary>A switch of protocols, or a number below all statuses, would leave the caller with bytes that are no HTTP.</summary>
    public static bool IsFinal(int statusCode) => statusCode >= StatusCodes.Status200OK;

    /// <summary>Answers that end with their head. With the length of a body they are not given, callers wait for it.</summary>
    public static bool HasBody(int statusCode) => statusCode is not (
        StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified);

    /// <summary>The Content-Length of an answer without a body: 205 must say that it has none (RFC 9110, 15.3.6).</summary>
    public static long? LengthWithoutBody(int statusCode) => statusCode == StatusCodes.Status205ResetContent ? 0 : null;
}
