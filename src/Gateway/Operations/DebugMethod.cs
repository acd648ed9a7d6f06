namespace Sidecar.Gateway.Operations;

/// <summary>The methods of the debug API, whatever their spelling.</summary>
internal enum DebugMethod
{
    Unknown,
    GetExecutionMode,
    SetExecutionMode,
}
