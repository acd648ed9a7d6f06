using System.Diagnostics;
using Sidecar.Contracts;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Engine;

/// <summary>Translates what went wrong with a builder into the reason for a local block.</summary>
internal static class BuilderFailures
{
    public static FallbackReason ToReason(UpstreamFailure failure) => failure switch
    {
        UpstreamFailure.None => FallbackReason.None,
        UpstreamFailure.TimedOut => FallbackReason.BuilderTimeout,
        UpstreamFailure.Unreachable => FallbackReason.BuilderUnreachable,
        UpstreamFailure.TooLarge => FallbackReason.BuilderTooLarge,
        UpstreamFailure.HttpError => FallbackReason.BuilderError,
        UpstreamFailure.Malformed => FallbackReason.BuilderMalformed,
        UpstreamFailure.Canceled => FallbackReason.BuilderTimeout,
        _ => throw new UnreachableException(),
    };
}
