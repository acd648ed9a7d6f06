namespace Sidecar.TestKit.Engines;

internal sealed record ToolResult(int ExitCode, string Output, string Errors);
