using System.Text.Json;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Doctor.Setup;
using Sidecar.Gateway.Tests.Configuration;

namespace Sidecar.Gateway.Tests.Doctor;

public sealed class SetupJudgementTests : ConfigurationFixture
{
    [Theory]
    [InlineData("configuration.no-builder")]
    [InlineData("", "--builder-url", "http://10.0.0.1:8551")]
    [InlineData("configuration.not-enabled", "--builder-url", "http://10.0.0.1:8551", "--execution-mode", "dry-run")]
    [InlineData("", "--builder-url", "not a url")]
    [InlineData("configuration.open-engine", "--builder-url", "http://10.0.0.1", "--require-jwt", "false", "--rpc-host", "0.0.0.0")]
    [InlineData("", "--builder-url", "http://10.0.0.1", "--require-jwt", "false")]
    [InlineData("configuration.secret-in-flag", "--builder-url", "http://10.0.0.1", "--l2-jwt-token", Secret)]
    [InlineData("configuration.secret-in-flag", "--builder-url", "http://10.0.0.1", "--operations-token", "t")]
    [InlineData("", "--builder-url", "http://10.0.0.1", "--redis", "127.0.0.1", "--redis-password-path", "p")]
    [InlineData("configuration.redis-in-the-clear", "--builder-url", "http://10.0.0.1", "--redis", "10.0.0.2", "--redis-password-path", "p")]
    [InlineData("", "--builder-url", "http://10.0.0.1", "--redis", "10.0.0.2", "--redis-password-path", "p", "--redis-tls")]
    [InlineData("", "--builder-url", "http://10.0.0.1", "--redis", "10.0.0.2")]
    public void Options_AllowedAndSeldomMeant_AreAWarning(string id, params string[] flags)
    {
        var findings = ConfigurationJudgement.Judge(Examine(flags));

        Assert.Equal(id, string.Join(' ', findings.Select(finding => finding.Kind.Id)));
    }

    [Fact]
    public void Secret_FromTheEnvironment_IsNoWarning()
    {
        Environment["SIDECAR_LOCAL__JWTSECRET"] = Secret;

        var findings = ConfigurationJudgement.Judge(Examine("--builder-url", "http://10.0.0.1"));

        Assert.Empty(findings);
    }

    [Fact]
    public void Examination_OfBrokenOptions_KeepsTheRest()
    {
        var setup = Examine("--l2-url", "ftp://x", "--rpc-port", "9000", "--l2-jwt-token", Secret, "--builder-jwt-path", "/nope");

        Assert.False(setup.IsReadable("Local:Url"));
        Assert.Equal(9000, setup.Settings.Engine.Port);
        Assert.NotNull(setup.Secrets.Local);
        Assert.StartsWith("--l2-url:", Assert.Single(setup.Errors), StringComparison.Ordinal);
        Assert.NotEmpty(setup.SecretErrors);
        Assert.All(setup.SecretErrors, error => Assert.StartsWith("--builder-jwt-path:", error, StringComparison.Ordinal));
    }

    [Fact]
    public void Examination_OfOptionsThatStart_HasNoErrors()
    {
        var setup = Examine("--l2-jwt-token", Secret, "--builder-url", "http://10.0.0.1", "--builder-jwt-token", OtherSecret);

        Assert.Empty(setup.Errors);
        Assert.Empty(setup.SecretErrors);
    }

    [Theory]
    [InlineData("--a: is wrong; give b.", "--a: is wrong.", "give b.")]
    [InlineData("--a: \"x; y\" is wrong; give b.", "--a: \"x; y\" is wrong.", "give b.")]
    [InlineData("--a: is wrong.", "--a: is wrong.", "see --help for what is expected.")]
    public void Sentence_OfAStart_IsSplitAtItsLastSemicolon(string sentence, string wrong, string fix) =>
        Assert.Equal((wrong, fix), StartSentence.Split(sentence));

    [Theory]
    [InlineData(UnixFileMode.UserRead, null)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead, null)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.OtherRead, "secrets.readable-by-all")]
    [InlineData(UnixFileMode.OtherWrite, "secrets.writable-by-others")]
    [InlineData(UnixFileMode.OtherRead | UnixFileMode.OtherWrite, "secrets.writable-by-others")]
    public void FileMode_ThatLetsOthersIn_IsAWarning(UnixFileMode mode, string? id) =>
        Assert.Equal(id, SecretsJudgement.OfMode("--l2-jwt-path", mode)?.Kind.Id);

    [Theory]
    [InlineData(nameof(PortState.Free), false, "ports.ok")]
    [InlineData(nameof(PortState.InUse), true, "ports.ours")]
    [InlineData(nameof(PortState.InUse), false, "ports.taken")]
    [InlineData(nameof(PortState.NotAllowed), false, "ports.not-allowed")]
    [InlineData(nameof(PortState.NotOurAddress), false, "ports.address")]
    public void Port_InAnyState_HasItsFinding(string state, bool isOurs, string id) => Assert.Equal(
        id,
        PortsJudgement.Judge(
            "127.0.0.1:8081", "--rpc-port", "--rpc-host", Enum.Parse<PortState>(state),
            isOurs ? new("0.1.0", "Healthy") : null).Kind.Id);

    [Theory]
    [InlineData("""{"version":"0.1.0","rollup_boost_health":"Healthy"}""", true)]
    [InlineData("""{"version":"0.1.0"}""", false)]
    [InlineData("""{"version":1,"rollup_boost_health":"Healthy"}""", false)]
    [InlineData("[]", false)]
    public void Health_OfWhoHasThePort_TellsOurs(string json, bool isOurs)
    {
        using var document = JsonDocument.Parse(json);

        Assert.Equal(isOurs, RunningGateway.Read(document.RootElement) is not null);
    }

    private ConfigurationExamination Examine(params string[] flags)
    {
        var setup = GatewayConfiguration.Examine(flags, Environment, Path.GetTempPath(), out var usageErrors);
        Assert.Empty(usageErrors);
        return setup!;
    }
}
