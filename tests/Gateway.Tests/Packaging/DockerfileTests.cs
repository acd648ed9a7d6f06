using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Hosting;
using Sidecar.Gateway.Tests.Documentation;

namespace Sidecar.Gateway.Tests.Packaging;

public sealed class DockerfileTests
{
    private static readonly string[] Lines = Repository.ReadLines("Dockerfile");

    [Fact]
    public void Ports_OfTheGatewaysImage_AreTheDefaults()
    {
        var engine = new EngineOptions();

        Assert.Contains($"EXPOSE {engine.Port} 5555 9090", Lines);
        Assert.Equal((5555, 9090), (new OperationsOptions().Port, new MetricsOptions().Port));
    }

    [Fact]
    public void RestoreStep_OfEveryProject_HasItsFile()
    {
        var needed =
            from folder in (string[])["src", "tests/Devnet", "tests/TestKit"]
            from file in Directory.EnumerateFiles(
                Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories)
            let project = Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(file)!)
            select $"COPY {project}/*.csproj {project}/";

        Assert.Empty(needed.Except(Lines));
    }

    [Fact]
    public void User_OfEveryImage_IsNotRoot() => Assert.Contains("USER 1654:1654", Lines);

    [Theory]
    [InlineData("Sidecar.Gateway")]
    [InlineData("Sidecar.Silo")]
    public void HealthCheck_OfTheImage_IsTheProgramItself(string program) => Assert.Contains(
        Lines,
        line => line.StartsWith("HEALTHCHECK ", StringComparison.Ordinal)
            && line.EndsWith($"CMD [\"./{program}\", \"{HealthCheckCommand.Verb}\"]", StringComparison.Ordinal));
}
