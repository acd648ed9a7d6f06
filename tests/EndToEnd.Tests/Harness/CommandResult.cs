namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>What a program wrote, and how it ended.</summary>
internal sealed record CommandResult(string Output, string Error)
{
    public int ExitCode { get; init; }
}
