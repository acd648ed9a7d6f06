using System.Diagnostics;

namespace Sidecar.Gateway.Doctor;

/// <summary>The words of the report.</summary>
internal static class LevelText
{
    public static string Of(FindingLevel level) => level switch
    {
        FindingLevel.Ok => "ok",
        FindingLevel.Warning => "warning",
        FindingLevel.Error => "error",
        _ => throw new UnreachableException(),
    };
}
