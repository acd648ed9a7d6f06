using Sidecar.Gateway.Configuration;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Packaging;

/// <summary>Reads what is shipped as the gateway would at its start, with secrets where the shipped paths lead.</summary>
internal sealed class ShippedSettings : IDisposable
{
    private const string Variable = "SIDECAR_";

    private static readonly string Secret = Convert.ToHexStringLower(Jwt.NewSecret());

    private readonly string _folder = Directory.CreateTempSubdirectory("sidecar-shipped-").FullName;

    /// <summary>What is wrong with it, or nothing.</summary>
    public (GatewaySettings? Settings, string Problems) Load(IDictionary<string, string> environment)
    {
        var ours = environment.Where(variable => variable.Key.StartsWith(Variable, StringComparison.Ordinal))
            .ToDictionary(
                variable => variable.Key,
                variable => variable.Key.EndsWith("PATH", StringComparison.Ordinal)
                    ? WriteSecret(variable.Value) : variable.Value);
        return Load([], ours);
    }

    /// <summary>The same for a settings file whose secrets are below a folder.</summary>
    public (GatewaySettings? Settings, string Problems) LoadFile(string text, string secretFolder)
    {
        foreach (var path in text.Split('"').Where(part => part.StartsWith(secretFolder, StringComparison.Ordinal)))
        {
            WriteSecret(path);
        }

        var file = Path.Combine(_folder, "settings.json");
        File.WriteAllText(file, text.Replace(secretFolder, _folder, StringComparison.Ordinal));
        return Load(["--config", file], new Dictionary<string, string>());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private (GatewaySettings? Settings, string Problems) Load(string[] args, IDictionary<string, string> environment)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var result = GatewayConfiguration.Load(args, environment, _folder, output, errors);
        return (result.Settings, errors.ToString());
    }

    private string WriteSecret(string shippedPath)
    {
        var path = Path.Combine(_folder, Path.GetFileName(shippedPath));
        File.WriteAllText(path, Secret);
        return path;
    }
}
