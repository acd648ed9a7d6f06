namespace Sidecar.Grains.Tests;

public sealed class ArchitectureTests
{
    private static readonly string[] Allowed = ["System.", "Orleans", "Sidecar.Orleans.Embedded", "Sidecar.Contracts"];

    /// <summary>No HTTP, no Redis, no gateway: a grain knows messages and its state.</summary>
    [Fact]
    public void Grains_References_AreContractsAndTheGrainModelOnly()
    {
        var names = GrainServices.Assembly.GetReferencedAssemblies().Select(reference => reference.Name!).ToList();

        Assert.DoesNotContain("System.Net.Http", names);
        Assert.All(names, name => Assert.True(
            name == "Microsoft.Extensions.DependencyInjection.Abstractions"
            || Array.Exists(Allowed, start => name.StartsWith(start, StringComparison.Ordinal)), name));
    }
}
