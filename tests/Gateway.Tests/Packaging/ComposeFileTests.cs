using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Tests.Packaging;

public sealed class ComposeFileTests
{
    private const string Main = "compose/docker-compose.yml";
    private const string Orleans = "compose/docker-compose.orleans.yml";

    public static TheoryData<string, string> WholeServices()
    {
        // Those of the second file that only change a gateway of the first have no restart policy of their own.
        var data = new TheoryData<string, string>();
        foreach (var file in (string[])[Main, Orleans])
        {
            var services = Service(file);
            foreach (var name in services.Keys.Where(name => services[name]["restart"].IsThere || file == Main))
            {
                data.Add(file, name);
            }
        }

        return data;
    }

    public static TheoryData<string> Gateways() => new(Service(Main).Keys.Where(IsGateway));

    [Theory]
    [MemberData(nameof(WholeServices))]
    public void Service_OfEitherFile_IsPinnedWatchedLimitedAndHardened(string file, string name)
    {
        var service = Service(file)[name];

        var tag = service["image"].Text.Split(':') is [_, var text] ? text : "";
        Assert.True(tag.Length > 0 && tag != "latest", $"{name}: {service["image"].Text}");
        Assert.NotEmpty(service["healthcheck", "test"].Items);
        Assert.Equal("unless-stopped", service["restart"].Text);
        Assert.NotEqual("", service["mem_limit"].Text);
        Assert.NotEqual("", service["cpus"].Text);
        Assert.NotEqual("", service["pids_limit"].Text);
        Assert.Equal("true", service["read_only"].Text);
        Assert.Equal(["ALL"], service["cap_drop"].Texts);
        Assert.Equal(["no-new-privileges:true"], service["security_opt"].Texts);
        Assert.DoesNotMatch("^(0|root|)(:|$)", service["user"].Text);
    }

    [Theory]
    [MemberData(nameof(Gateways))]
    public void Gateway_ItsEnvironment_IsWhatAGatewayStartsWith(string name)
    {
        using var shipped = new ShippedSettings();

        var (settings, problems) = shipped.Load(Environment(Service(Main)[name]));

        Assert.Equal("", problems);
        var grace = DurationOf(Service(Main)[name]["stop_grace_period"].Text);
        Assert.InRange(grace, StopTimes.LongestOf(settings!.Engine), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Variables_OfTheOrleansFile_AreOptions()
    {
        var names =
            from name in Service(Orleans).Keys
            from variable in Service(Orleans)[name]["environment"].Keys
            select variable;

        Assert.Empty(names.Distinct().Except(OptionCatalog.All.Select(entry => entry.Variable)));
    }

    [Fact]
    public void Ports_ThatArePublished_AreOnLoopbackOnly()
    {
        var published = Service(Main).Keys.SelectMany(name => Service(Main)[name]["ports"].Texts).ToList();

        Assert.NotEmpty(published);
        Assert.All(published, port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
    }

    [Fact]
    public void Networks_OfEnginesAndCluster_HaveNoWayOutAndNoOperators()
    {
        var compose = Yaml.ReadAll(Main)[0];

        Assert.Equal("true", compose["networks", "engine", "internal"].Text);
        Assert.Equal("true", compose["networks", "cluster", "internal"].Text);
        Assert.Equal(["operations"], compose["services", "prometheus", "networks"].Texts);
        Assert.DoesNotContain("cluster", compose["services", "builder", "networks"].Texts);
        Assert.DoesNotContain("engine", compose["services", "redis-1", "networks"].Texts);
    }

    [Fact]
    public void Secrets_ThatServicesName_AreFilesThatTheScriptMakes()
    {
        var compose = Yaml.ReadAll(Main)[0];
        var used = compose["services"].Keys.SelectMany(name => compose["services", name, "secrets"].Texts).Distinct();
        var made = Documentation.Repository.Read("compose/secrets.sh");

        Assert.Empty(used.Except(compose["secrets"].Keys));
        Assert.All(compose["secrets"].Keys, name =>
        {
            Assert.Equal($"./secrets/{name}", compose["secrets", name, "file"].Text);
            Assert.Contains(name, made, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Chaos_ItsServices_Exist()
    {
        var services = Service(Main).Keys.Concat(Service(Orleans).Keys).ToHashSet();
        var script = Documentation.Repository.ReadLines("compose/chaos.sh");

        var named =
            from line in script
            let words = line.Trim().Split(' ')
            where words is ["killed" or "frozen" or "cut_off" or "restarted", _, ..]
            let service = words[1].Trim('"')
            where !service.StartsWith('$')
            select service;

        Assert.Empty(named.Except(services));
    }

    private static Yaml Service(string file) => Yaml.ReadAll(file)[0]["services"];

    private static bool IsGateway(string name) => name.StartsWith("gateway-", StringComparison.Ordinal);

    private static Dictionary<string, string> Environment(Yaml service) =>
        service["environment"].Keys.ToDictionary(name => name, name => service["environment", name].Text);

    private static TimeSpan DurationOf(string text) =>
        TimeSpan.FromSeconds(int.Parse(text.TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture));
}
