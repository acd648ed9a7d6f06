using Microsoft.Extensions.Logging;
using Sidecar.Contracts;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Tests.Configuration;

public sealed class BoostAliasTests : ConfigurationFixture
{
    [Fact]
    public void Flags_OfRollupBoost_AreAllUnderstood()
    {
        var secrets = (Local: Write("l2.hex", $"0x{Secret}\n"), Builder: Write("builder.hex", OtherSecret));

        var settings = LoadBare(
            "--l2-url", "http://10.0.0.1:8551", "--l2-jwt-path", secrets.Local, "--l2-timeout", "2000",
            "--builder-url", "http://10.0.0.2:8551", "--builder-jwt-path", secrets.Builder, "--builder-timeout", "1000",
            "--execution-mode", "dry-run", "--block-selection-policy", "gas-used", "--ignore-unhealthy-builders",
            "--health-check-interval", "5", "--max-unsafe-interval=20", "--rpc-host", "0.0.0.0", "--rpc-port", "18081",
            "--metrics", "--metrics-host", "0.0.0.0", "--metrics-port", "19090", "--log-level", "debug",
            "--log-format", "json", "--tracing", "--otlp-endpoint", "http://10.0.0.3:4317", "--debug-host", "127.0.0.1", "--debug-server-port", "15555").Settings;

        Assert.True(settings is not null, Error);
        Assert.Equal(new Uri("http://10.0.0.1:8551"), settings.Local.Url);
        Assert.Equal(TimeSpan.FromSeconds(2), settings.Local.Timeout);
        Assert.Equal(new Uri("http://10.0.0.2:8551"), settings.Builder.Url);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.Builder.Timeout);
        Assert.True(settings.Builder.IgnoreUnhealthy);
        Assert.Equal(ExecutionMode.DryRun, settings.Engine.ExecutionMode);
        Assert.Equal(SelectionPolicyName.GasUsed, settings.Selection.Policy);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.Health.PollInterval);
        Assert.Equal(TimeSpan.FromSeconds(20), settings.Health.MaxUnsafeInterval);
        Assert.Equal(("0.0.0.0", 18081), (settings.Engine.Host, settings.Engine.Port));
        Assert.True(settings.Metrics.Enabled);
        Assert.Equal(("0.0.0.0", 19090), (settings.Metrics.Host, settings.Metrics.Port));
        Assert.Equal((LogLevel.Debug, LogFormat.Json), (settings.Log.Level, settings.Log.Format));
        Assert.True(settings.Tracing.Enabled);
        Assert.Equal(new Uri("http://10.0.0.3:4317"), settings.Tracing.Endpoint);
        Assert.Equal(("127.0.0.1", 15555), (settings.Operations.Host, settings.Operations.Port));
        Assert.Equal(Convert.FromHexString(Secret), settings.Secrets.Local.Key.ToArray());
        Assert.Equal(Convert.FromHexString(OtherSecret), settings.Secrets.Builder!.Key.ToArray());
        Assert.Same(settings.Secrets.Local, settings.Secrets.Inbound);
    }

    [Theory]
    [InlineData("BUILDER_URL", "http://10.0.0.2:1", "Builder:Url")]
    [InlineData("L2_URL", "http://10.0.0.2:1", "Local:Url")]
    [InlineData("BUILDER_TIMEOUT", "700", "Builder:Timeout")]
    [InlineData("L2_TIMEOUT", "3000", "Local:Timeout")]
    [InlineData("EXECUTION_MODE", "disabled", "Engine:ExecutionMode")]
    [InlineData("BLOCK_SELECTION_POLICY", "gas-used", "Selection:Policy")]
    [InlineData("IGNORE_UNHEALTHY_BUILDERS", "true", "Builder:IgnoreUnhealthy")]
    [InlineData("HEALTH_CHECK_INTERVAL", "7", "Health:PollInterval")]
    [InlineData("MAX_UNSAFE_INTERVAL", "7", "Health:MaxUnsafeInterval")]
    [InlineData("RPC_HOST", "0.0.0.0", "Engine:Host")]
    [InlineData("RPC_PORT", "7", "Engine:Port")]
    [InlineData("METRICS", "1", "Metrics:Enabled")]
    [InlineData("METRICS_HOST", "0.0.0.0", "Metrics:Host")]
    [InlineData("METRICS_PORT", "7", "Metrics:Port")]
    [InlineData("TRACING", "true", "Tracing:Enabled")]
    [InlineData("OTLP_ENDPOINT", "http://10.0.0.3:4317", "Tracing:Endpoint")]
    [InlineData("OTEL_SERVICE_NAME", "sequencer", "Tracing:ServiceName")]
    [InlineData("LOG_LEVEL", "warn", "Log:Level")]
    [InlineData("LOG_FORMAT", "json", "Log:Format")]
    [InlineData("LOG_FILE", "gateway.log", "Log:File")]
    [InlineData("DEBUG_HOST", "::1", "Operations:Host")]
    [InlineData("DEBUG_SERVER_PORT", "7", "Operations:Port")]
    public void Variable_OfRollupBoost_SetsItsOption(string name, string text, string key)
    {
        Environment[name] = text;
        Environment["BUILDER_JWT_TOKEN"] = OtherSecret;
        Environment.TryAdd("BUILDER_URL", "http://10.0.0.9:8551");

        var settings = Start();

        var entry = OptionCatalog.Get(key);
        Assert.Equal(name, settings.OriginOf(entry));
        Assert.Equal(OptionText.TryParse(entry, text, out var value, out _) ? value : null, entry.Get(settings));
    }

    [Fact]
    public void Secrets_FromRollupBoostVariables_AreRead()
    {
        Environment["L2_JWT_PATH"] = Write("l2.hex", Secret);
        Environment["BUILDER_URL"] = "127.0.0.1:9551";
        Environment["BUILDER_JWT_TOKEN"] = OtherSecret;

        var settings = LoadBare().Settings;

        Assert.True(settings is not null, Error);
        Assert.Equal(new Uri("http://127.0.0.1:9551"), settings.Builder.Url);
        Assert.Equal(Convert.FromHexString(OtherSecret), settings.Secrets.Builder!.Key.ToArray());
    }

    [Theory]
    [InlineData(true, "--metrics")]
    [InlineData(true, "--metrics", "true")]
    [InlineData(true, "--metrics=true")]
    [InlineData(true, "--metrics=1")]
    [InlineData(false, "--metrics", "false")]
    [InlineData(false, "--metrics=0")]
    public void Switch_EveryForm_IsRead(bool expected, params string[] flag)
    {
        Environment["METRICS"] = expected ? "false" : "true";

        Assert.Equal(expected, Start([.. flag, "--log-level", "info"]).Metrics.Enabled);
    }

    [Theory]
    [InlineData("trace", LogLevel.Trace)]
    [InlineData("info", LogLevel.Information)]
    [InlineData("INFO", LogLevel.Information)]
    [InlineData("Information", LogLevel.Information)]
    [InlineData("warn", LogLevel.Warning)]
    [InlineData("warning", LogLevel.Warning)]
    [InlineData("error", LogLevel.Error)]
    [InlineData("off", LogLevel.None)]
    public void LogLevel_EitherSpelling_IsRead(string text, LogLevel expected) =>
        Assert.Equal(expected, Start("--log-level", text).Log.Level);

    [Fact]
    public void Timeouts_EqualAsInRollupBoost_AreAcceptedWithAWarning()
    {
        var settings = Start(
            "--builder-url", "http://10.0.0.2:1", "--builder-jwt-token", OtherSecret,
            "--l2-timeout", "1000", "--builder-timeout", "1000");

        Assert.Contains("--builder-timeout", Assert.Single(settings.Warnings));
    }

    [Theory]
    [InlineData("--external-state-root", "--external-state-root")]
    [InlineData("--flashblocks", "--flashblocks")]
    [InlineData("--flashblocks", "--flashblocks", "true")]
    [InlineData("--flashblocks-p2p", "--flashblocks-p2p")]
    [InlineData("--flashblocks-builder-url", "--flashblocks-builder-url", "ws://127.0.0.1:1111")]
    [InlineData("--flashblocks-host", "--flashblocks-host", "127.0.0.1")]
    [InlineData("--flashblocks-port", "--flashblocks-port=1112")]
    [InlineData("--flashblock-builder-ws-ping-interval-ms", "--flashblock-builder-ws-ping-interval-ms", "500")]
    [InlineData("--flashblocks-authorizer-sk", "--flashblocks-authorizer-sk", Secret)]
    [InlineData("--flashblocks-builder-vk", "--flashblocks-builder-vk", Secret)]
    [InlineData("--flashblocks-of-tomorrow", "--flashblocks-of-tomorrow", "7")]
    public void AbsentFeature_SwitchedOn_IsRefusedByName(string name, params string[] flag)
    {
        var error = Refuse(flag);

        Assert.StartsWith($"error: {name}: ", error);
        Assert.Contains("not available", error);
        Assert.Contains("remove", error);
        Assert.DoesNotContain(Secret, Error);
    }

    [Theory]
    [InlineData("EXTERNAL_STATE_ROOT", "1")]
    [InlineData("FLASHBLOCKS", "true")]
    [InlineData("FLASHBLOCKS_P2P", "true")]
    public void AbsentFeature_SwitchedOnByVariable_IsRefused(string name, string text)
    {
        Environment[name] = text;

        Assert.StartsWith($"error: {name}: ", Refuse());
    }

    [Fact]
    public void AbsentFeature_SwitchedOff_IsAccepted()
    {
        Environment["FLASHBLOCKS"] = "false";
        Environment["FLASHBLOCKS_P2P"] = "0";

        Assert.Empty(Start("--external-state-root=false").Warnings);
    }

    [Fact]
    public void AbsentFeature_FlagOverVariable_Wins()
    {
        Environment["FLASHBLOCKS"] = "true";

        Assert.Empty(Start("--flashblocks", "false").Warnings);
    }

    [Fact]
    public void AbsentFeature_SettingsOfASwitchedOffFeature_AreWarnedOf()
    {
        Environment["FLASHBLOCKS_BUILDER_URL"] = "ws://127.0.0.1:1111";

        var settings = Start("--flashblocks", "false", "--flashblocks-port", "1112");

        Assert.Equal(2, settings.Warnings.Count);
        Assert.All(settings.Warnings, warning => Assert.Contains("is ignored", warning));
    }
}
