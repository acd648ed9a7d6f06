using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Tests.Configuration;

/// <summary>A directory of its own, and the loader with everything it could touch under control.</summary>
public abstract class ConfigurationFixture : IDisposable
{
    protected const string Secret = "0101010101010101010101010101010101010101010101010101010101010101";
    protected const string OtherSecret = "0202020202020202020202020202020202020202020202020202020202020202";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sidecar-config-");

    private protected Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    private protected string Output { get; private set; } = "";

    private protected string Error { get; private set; } = "";

    private protected string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => line.StartsWith("error: ", StringComparison.Ordinal)).ToArray();

    public void Dispose()
    {
        _directory.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected string Write(string name, string text)
    {
        var path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private protected ConfigurationResult<GatewaySettings> LoadBare(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var result = GatewayConfiguration.Load(args, Environment, _directory.FullName, output, error);
        Output = output.ToString();
        Error = error.ToString();
        return result;
    }

    /// <summary>Loads with a valid secret of local.</summary>
    private protected ConfigurationResult<GatewaySettings> Load(params string[] args) => LoadBare(["--l2-jwt-token", Secret, .. args]);

    private protected GatewaySettings Start(params string[] args)
    {
        var result = Load(args);
        Assert.True(result.Settings is not null, Error);
        return result.Settings;
    }

    /// <summary>Loads what must be refused for one reason, and returns the reason.</summary>
    private protected string Refuse(params string[] args)
    {
        var result = Load(args);
        Assert.Equal(GatewayConfiguration.InvalidExitCode, result.ExitCode);
        Assert.Empty(Output);
        return Assert.Single(ErrorLines);
    }
}
