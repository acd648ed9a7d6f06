using System.Text.Json.Nodes;

namespace Sidecar.TestKit.Tests.Simulation;

[Trait("Category", "Unit")]
public sealed class AuthenticationTests
{
    private static readonly byte[] Secret = Jwt.NewSecret();

    public static TheoryData<string?, int, string> Tokens => new()
    {
        { "Bearer " + Jwt.Mint(Secret), 200, "0x385" },
        { "bearer " + Jwt.Mint(Secret), 200, "0x385" },
        { null, 401, "missing token" },
        { Jwt.Mint(Secret), 401, "missing token" },
        { "Bearer abc", 401, "token is malformed" },
        { "Bearer a.b.c", 401, "token is malformed" },
        { "Bearer " + Jwt.Mint(Jwt.NewSecret()), 401, "signature is invalid" },
        { "Bearer " + Jwt.Mint(Secret, DateTimeOffset.UtcNow.AddSeconds(-70)), 401, "stale token" },
        { "Bearer " + Jwt.Mint(Secret, DateTimeOffset.UtcNow.AddMinutes(10)), 401, "future token" },
        { "Bearer " + Jwt.Mint(Secret, new JsonObject { ["id"] = "x" }), 401, "missing issued-at" },
        { "Bearer " + Jwt.MintUnsigned(Claims()), 401, "signing method none is invalid" },
        { "Bearer " + Jwt.Mint(Secret, Claims(), new JsonObject { ["alg"] = "HS512" }), 401, "signing method HS512" },
        { "Bearer " + Jwt.Mint(Secret, Claims(expiresIn: -5)), 401, "token is expired" },
        { "Bearer " + Jwt.Mint(Secret, Claims(expiresIn: 500)), 200, "0x385" },
    };

    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task Token_Presented_IsJudgedAsByGeth(string? authorization, int status, string body)
    {
        await using var client = await SimulatedClient.StartAsync(new() { JwtSecret = Secret });
        using var driver = new OpNodeDriver(client.Url, Secret);
        driver.Rpc.Token = () => authorization;

        var call = await driver.CallAsync("eth_chainId");

        Assert.Equal(status, call.Status);
        Assert.Contains(body, call.BodyText, StringComparison.Ordinal);
        Assert.Equal(status, (await Assert.Single(client.Calls).Answered).HttpStatus);
    }

    [Fact]
    public async Task Token_CheckTurnedOff_IsNotNeeded()
    {
        await using var client = await SimulatedClient.StartAsync(new() { JwtSecret = null });
        using var driver = new OpNodeDriver(client.Url, null);

        var call = await driver.CallAsync("eth_chainId");

        Assert.Equal(200, call.Status);
    }

    [Fact]
    public async Task Token_ExactBearerAsked_RefusesOtherCase()
    {
        await using var client = await SimulatedClient.StartAsync(new() { JwtSecret = Secret, ExactBearer = true });
        using var driver = new OpNodeDriver(client.Url, Secret);
        driver.Rpc.Token = () => "bearer " + Jwt.Mint(Secret);

        var call = await driver.CallAsync("eth_chainId");

        Assert.Equal(401, call.Status);
    }

    [Fact]
    public async Task Body_OverLimit_IsRefusedWith413()
    {
        await using var client = await SimulatedClient.StartAsync(new() { JwtSecret = Secret, RequestBytesMax = 100 });
        using var driver = new OpNodeDriver(client.Url, Secret);

        var call = await driver.PostRawAsync(new byte[101]);

        Assert.Equal(413, call.Status);
        Assert.Empty(client.Calls);
    }

    [Theory]
    [InlineData("Host", "sidecar.example:8551", 403)]
    [InlineData("Host", "localhost:8551", 200)]
    [InlineData("Content-Type", "text/plain", 415)]
    [InlineData("Content-Type", "application/json; charset=utf-8", 200)]
    public async Task Header_Presented_IsJudgedAsByGeth(string name, string value, int status)
    {
        await using var client = await SimulatedClient.StartAsync(new() { JwtSecret = Secret });
        using var driver = new OpNodeDriver(client.Url, Secret);

        var call = await driver.PostRawAsync(
            """{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}"""u8.ToArray(),
            new Dictionary<string, string?> { [name] = value });

        Assert.Equal(status, call.Status);
    }

    private static JsonObject Claims(int? expiresIn = null)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return expiresIn is { } seconds
            ? new() { ["iat"] = now, ["exp"] = now + seconds }
            : new() { ["iat"] = now };
    }
}
