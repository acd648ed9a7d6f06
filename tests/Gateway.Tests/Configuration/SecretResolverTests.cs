namespace Sidecar.Gateway.Tests.Configuration;

public sealed class SecretResolverTests : ConfigurationFixture
{
    [Fact]
    public void Load_NoSecretOfLocal_NamesEveryWayToGiveIt()
    {
        var result = LoadBare();

        Assert.Equal(2, result.ExitCode);
        Assert.All(
            ["--local-jwt-secret-path", "--l2-jwt-path", "SIDECAR_LOCAL__JWTSECRETPATH", "L2_JWT_PATH",
                "--l2-jwt-token"],
            name => Assert.Contains(name, Assert.Single(ErrorLines)));
    }

    [Fact]
    public void Load_TwoSecretsOfLocal_IsRefusedNamingBoth()
    {
        Environment["L2_JWT_PATH"] = Write("l2.hex", Secret);

        Assert.StartsWith("error: --l2-jwt-token and L2_JWT_PATH: ", Refuse());
    }

    [Fact]
    public void Load_BuilderWithoutSecret_IsRefused() =>
        Assert.Contains("--builder-jwt-path", Refuse("--builder-url", "http://10.0.0.2:8551"));

    [Fact]
    public void Load_SecretWithoutBuilder_IsRefused() =>
        Assert.Contains("--builder-url", Refuse("--builder-jwt-token", OtherSecret));

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("  \n", "is empty")]
    [InlineData("0x", "is empty")]
    [InlineData("feed", "4 hex digits")]
    [InlineData(Secret + "0", "65 hex digits")]
    [InlineData("z" + Secret, "65 characters, and number 1 is not a hex digit")]
    public void File_WithWrongText_IsRefusedWithoutShowingIt(string text, string reason)
    {
        Write("l2.hex", text);

        LoadBare("--l2-jwt-path", "l2.hex");

        var error = Assert.Single(ErrorLines);
        Assert.StartsWith("error: --l2-jwt-path: ", error);
        Assert.Contains("\"l2.hex\"", error);
        Assert.Contains(reason, error);
        Assert.DoesNotContain("feed", error);
        Assert.DoesNotContain(Secret, error);
    }

    [Theory]
    [InlineData("none.hex", "does not exist")]
    [InlineData("none/none.hex", "does not exist")]
    [InlineData(".", "is a directory")]
    [InlineData("/dev/zero", "more than 4096 characters")]
    public void File_ThatIsNone_IsRefusedWithTheReason(string path, string reason)
    {
        LoadBare("--l2-jwt-path", path);

        Assert.Contains(reason, Assert.Single(ErrorLines));
    }

    [Fact]
    public void Text_Wrong_IsRefusedWithoutShowingIt()
    {
        LoadBare("--l2-jwt-token", Secret[..^2] + "zz");

        Assert.Contains("number 63 is not a hex digit", Assert.Single(ErrorLines));
        Assert.DoesNotContain(Secret[..^2], Error);
    }

    [Fact]
    public void Inbound_Configured_IsUsedInsteadOfTheSecretOfLocal()
    {
        var settings = Start("--jwt-secret-path", Write("inbound.hex", OtherSecret));

        Assert.Equal(Convert.FromHexString(OtherSecret), settings.Secrets.Inbound!.Key.ToArray());
    }

    [Fact]
    public void Inbound_NotRequired_IsNull() => Assert.Null(Start("--require-jwt", "false").Secrets.Inbound);

    [Fact]
    public void Secrets_Printed_AreRedacted()
    {
        var settings = Start("--jwt-secret", OtherSecret);

        var text = $"{settings} {settings.Secrets}";

        Assert.DoesNotContain(Secret, text);
        Assert.DoesNotContain(OtherSecret, text);
    }
}
