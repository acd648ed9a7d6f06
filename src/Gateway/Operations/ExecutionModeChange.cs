using Sidecar.Contracts;

namespace Sidecar.Gateway.Operations;

/// <summary>Which mode, set by whom, why and when.</summary>
internal sealed record ExecutionModeChange(ExecutionMode Mode, string Who, string Why, DateTimeOffset At);
