using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Driving;

/// <summary>What is asked of a gateway.</summary>
internal readonly record struct Question(
    EngineMethod Method, string? PayloadId = null, string? BlockHash = null, bool IsRepeat = false);
