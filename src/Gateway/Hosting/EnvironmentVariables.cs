using System.Collections;

namespace Sidecar.Gateway.Hosting;

/// <summary>The process's environment as the configuration takes it.</summary>
internal static class EnvironmentVariables
{
    public static Dictionary<string, string> Read()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? string.Empty;
        }

        return variables;
    }
}
