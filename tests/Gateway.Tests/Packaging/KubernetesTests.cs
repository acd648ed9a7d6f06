using System.Globalization;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Health;

namespace Sidecar.Gateway.Tests.Packaging;

public sealed class KubernetesTests : IDisposable
{
    private const string File = "packaging/kubernetes/sequencer-a.yaml";

    private static readonly IReadOnlyList<Yaml> Documents = Yaml.ReadAll(File);

    private readonly ShippedSettings _shipped = new();

    private static Yaml Set => Single("StatefulSet");

    private static Yaml Pod => Set["spec", "template", "spec"];

    private static Yaml Container => Assert.Single(Pod["containers"].Items);

    public void Dispose() => _shipped.Dispose();

    [Fact]
    public void Gateway_ItsEnvironment_IsWhatAGatewayStartsWithAndHasTimeToStop()
    {
        var settings = Load();

        var grace = Seconds(Pod["terminationGracePeriodSeconds"]);
        var before = Seconds(Container["lifecycle", "preStop", "sleep", "seconds"]);
        Assert.InRange(grace, before + StopTimes.LongestOf(settings.Engine), TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("startupProbe", "/livez")]
    [InlineData("livenessProbe", "/livez")]
    [InlineData("readinessProbe", "/readyz")]
    public void Probe_OfEachKind_AsksTheEnginePort(string probe, string path)
    {
        var asked = Container[probe, "httpGet"];

        Assert.Equal((path, "engine"), (asked["path"].Text, asked["port"].Text));
        Assert.True(HealthEndpoint.Serves(asked["path"].Text));
    }

    [Fact]
    public void Ports_OfTheContainer_AreTheGateways()
    {
        var settings = Load();
        var ports = Container["ports"].Items.ToDictionary(port => port["name"].Text, port => port["containerPort"].Text);

        Assert.Equal(Text(settings.Engine.Port), ports["engine"]);
        Assert.Equal(Text(settings.Operations.Port), ports["operations"]);
        Assert.Equal(Text(settings.Metrics.Port), ports["metrics"]);
        Assert.True(settings.Metrics.Enabled);
        Assert.Equal(("11111", "30000"), (ports["silo"], ports["silo-gateway"]));
    }

    [Fact]
    public void Selectors_OfAllObjects_FindThePods()
    {
        var labels = Set["spec", "template", "metadata", "labels"];
        Yaml[] selectors =
        [
            Set["spec", "selector", "matchLabels"],
            .. Documents.Where(document => document["kind"].Text == "Service").Select(service => service["spec", "selector"]),
            Single("PodDisruptionBudget")["spec", "selector", "matchLabels"],
            Single("NetworkPolicy")["spec", "podSelector", "matchLabels"],
        ];

        Assert.All(selectors, selector =>
        {
            Assert.NotEmpty(selector.Keys);
            Assert.All(selector.Keys, key => Assert.Equal(labels[key].Text, selector[key].Text));
        });
        Assert.All(Documents, document => Assert.Equal("sidecar", document["metadata", "namespace"].Text));
    }

    [Fact]
    public void PortNames_OfServicesAndPolicies_AreTheContainers()
    {
        var known = Container["ports"].Items.Select(port => port["name"].Text).ToList();
        var named = Documents.Where(document => document["kind"].Text == "Service")
            .SelectMany(service => service["spec", "ports"].Items).Select(port => port["targetPort"].Text)
            .Concat(Single("NetworkPolicy")["spec", "ingress"].Items
                .SelectMany(rule => rule["ports"].Items).Select(port => port["port"].Text));

        Assert.Empty(named.Except(known));
    }

    [Fact]
    public void Pod_OfTheGateway_HasNoMoreRightsThanItNeeds()
    {
        Assert.Equal("true", Pod["securityContext", "runAsNonRoot"].Text);
        Assert.Equal("RuntimeDefault", Pod["securityContext", "seccompProfile", "type"].Text);
        Assert.Equal("false", Pod["automountServiceAccountToken"].Text);
        Assert.Equal("false", Container["securityContext", "allowPrivilegeEscalation"].Text);
        Assert.Equal("true", Container["securityContext", "readOnlyRootFilesystem"].Text);
        Assert.Equal(["ALL"], Container["securityContext", "capabilities", "drop"].Texts);
        Assert.NotEqual("", Container["resources", "limits", "memory"].Text);
        Assert.NotEqual("", Container["resources", "requests", "cpu"].Text);
        Assert.Matches("^[^:]+:[0-9]+[.][0-9]+[.][0-9]+$", Container["image"].Text);
    }

    [Fact]
    public void Disruptions_TakeOneGatewayAtATime()
    {
        Assert.Equal("1", Single("PodDisruptionBudget")["spec", "maxUnavailable"].Text);
        Assert.Equal("OrderedReady", Set["spec", "podManagementPolicy"].Text);
        Assert.Equal("2", Set["spec", "replicas"].Text);
    }

    private static Yaml Single(string kind) => Documents.Single(document => document["kind"].Text == kind);

    private static TimeSpan Seconds(Yaml node) => TimeSpan.FromSeconds(int.Parse(node.Text, CultureInfo.InvariantCulture));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private GatewaySettings Load()
    {
        var environment = Container["env"].Items.ToDictionary(item => item["name"].Text, item => item["value"].Text);
        var (settings, problems) = _shipped.Load(environment);
        Assert.Equal("", problems);
        return settings!;
    }
}
