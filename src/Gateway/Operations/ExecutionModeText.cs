using System.Diagnostics;
using Sidecar.Contracts;

namespace Sidecar.Gateway.Operations;

/// <summary>The words for an execution mode in JSON: snake_case, where rollup-boost's flags are kebab-case.</summary>
internal static class ExecutionModeText
{
    /// <summary>What to write in an error about a word that is none of these.</summary>
    public const string Accepted = "\"enabled\", \"dry_run\" (or \"dry-run\", \"dryRun\") or \"disabled\"";

    public static string ToText(this ExecutionMode mode) => mode switch
    {
        ExecutionMode.Enabled => "enabled",
        ExecutionMode.DryRun => "dry_run",
        ExecutionMode.Disabled => "disabled",
        _ => throw new UnreachableException(),
    };

    /// <summary>Reads any accepted spelling, whatever its case.</summary>
    public static bool TryParse(string? text, out ExecutionMode mode)
    {
        (var known, mode) = text?.ToUpperInvariant() switch
        {
            "ENABLED" => (true, ExecutionMode.Enabled),
            "DRY_RUN" or "DRY-RUN" or "DRYRUN" => (true, ExecutionMode.DryRun),
            "DISABLED" => (true, ExecutionMode.Disabled),
            _ => (false, default),
        };
        return known;
    }
}
