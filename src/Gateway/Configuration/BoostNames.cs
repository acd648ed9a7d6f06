namespace Sidecar.Gateway.Configuration;

/// <summary>How rollup-boost spells things.</summary>
internal static class BoostNames
{
    /// <summary>Environment name of a flag: <c>--l2-url</c> is <c>L2_URL</c>.</summary>
    public static string VariableOf(string flag) =>
        flag.TrimStart('-').Replace('-', '_').ToUpperInvariant();
}
