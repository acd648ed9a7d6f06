using System.Reflection;
using Sidecar.Contracts;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Tests;

/// <summary>Holds the directions of dependency that docs/ARCHITECTURE.md draws.</summary>
public sealed class ArchitectureTests
{
    private const string Root = "Sidecar.Gateway.";

    private static readonly Assembly Contracts = typeof(PayloadId).Assembly;
    private static readonly Assembly Gateway = typeof(OptionCatalog).Assembly;

    [Fact]
    public void Contracts_References_AreOfTheFrameworkAndTheGrainModelOnly()
    {
        var names = Contracts.GetReferencedAssemblies().Select(reference => reference.Name!);

        Assert.All(names, name => Assert.True(
            name.StartsWith("System.", StringComparison.Ordinal) || name.Contains("Orleans", StringComparison.Ordinal), name));
    }

    [Theory]
    [InlineData("JsonRpc", "")]
    [InlineData("Authentication", "")]
    [InlineData("Configuration", "Authentication")]
    [InlineData("Http1", "")]
    [InlineData("Threads", "")]
    [InlineData("Callers", "Configuration Http1 JsonRpc Threads")]
    [InlineData("Upstream", "Authentication Callers Configuration Http1 JsonRpc Telemetry Threads")]
    [InlineData("Engine", "Blocks Builders Configuration Health JsonRpc Operations Telemetry Threads Upstream")]
    [InlineData("Builders", "Configuration Engine Health JsonRpc Operations Telemetry Threads Upstream")]
    [InlineData("Operations", "Configuration Telemetry")]
    [InlineData("Blocks", "")]
    [InlineData("Cluster", "Authentication Blocks Builders Configuration Engine Health JsonRpc Operations Telemetry Threads Upstream")]
    [InlineData("Page", "Blocks Builders Cluster Configuration Health Operations Telemetry")]
    [InlineData("Doctor", "Authentication Cluster Configuration Telemetry Upstream")]
    public void Folder_UsesOfOthers_AreAllowed(string folder, string allowed)
    {
        var used = UsesOf(folder).Select(use => use.FolderUsed).OfType<string>().Distinct();

        Assert.Empty(used.Except(allowed.Split(' ').Append(folder)));
    }

    [Theory]
    [InlineData("JsonRpc")]
    [InlineData("Engine")]
    [InlineData("Builders")]
    [InlineData("Configuration")]
    [InlineData("Authentication")]
    public void Folder_WithoutSockets_DoesNotUseHttpClients(string folder)
    {
        var uses = UsesOf(folder)
            .Where(use => use.Used.Namespace?.StartsWith("System.Net.Http", StringComparison.Ordinal) == true);

        Assert.Empty(uses.Select(use => $"{use.User} uses {use.Used}"));
    }

    [Fact]
    public void UpstreamCalls_OfAllFolders_GoThroughTheInterface()
    {
        var uses =
            from folder in Folders()
            where folder != "Upstream"
            from use in UsesOf(folder)
            where use.Used.Name == "HttpUpstreamClient"
            select $"{use.User} uses {use.Used}";

        Assert.Empty(uses);
    }

    [Fact]
    public void TypeReferences_OfAMethodBody_AreSeen()
    {
        var seen = TypeReferences.Of(typeof(ArchitectureTests));

        Assert.Contains(typeof(TypeReferences), seen);
        Assert.Contains(typeof(OptionCatalog), seen);
    }

    private static IEnumerable<string> Folders() =>
        Gateway.GetTypes().Select(FolderOf).OfType<string>().Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<(Type User, Type Used, string? FolderUsed)> UsesOf(string folder)
    {
        var users = Gateway.GetTypes().Where(type => FolderOf(type) == folder).ToList();
        Assert.NotEmpty(users);
        return
            from user in users
            from used in TypeReferences.Of(user)
            select (user, used, FolderOf(used));
    }

    /// <summary>The folder of a type of the gateway; null for types from elsewhere and for generated ones.</summary>
    private static string? FolderOf(Type type) =>
        type.Assembly == Gateway && type.Namespace?.StartsWith(Root, StringComparison.Ordinal) == true
            ? type.Namespace[Root.Length..].Split('.')[0]
            : null;
}
