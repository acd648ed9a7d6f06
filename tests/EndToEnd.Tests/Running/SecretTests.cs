using System.Net;
using System.Text;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.EndToEnd.Tests.Tracing;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Running;

/// <summary>Nothing that the gateway writes anywhere holds a secret or a token.</summary>
[Trait("Category", "E2E")]
public sealed class SecretTests : IDisposable
{
    private const string OperatorToken = "operator-token-5f1c";
    private const string RedisPassword = "redis-password-77aa";
    private const string WrongPassword = "redis-password-88bb";

    private readonly GatewayCommand _command = new();

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task Secrets_GivenAsFlags_AreInNoOutput(string logFormat)
    {
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        await using var builder = await SimulatedClient.StartAsync(SimulatedClientOptions.Builder());
        var inbound = Jwt.NewSecret();
        await using var gateway = await GatewayUnderTest.StartAsync(
            local, builder, "--max-unsafe-interval", "3600", "--log-level", "trace", "--log-format", logFormat,
            "--jwt-secret", "0x" + Convert.ToHexString(inbound), "--operations-token", OperatorToken);
        var token = Jwt.Mint(inbound);
        var seen = new StringBuilder();

        await MakeTroubleAsync(gateway, builder, inbound, token, seen);
        gateway.Process.Terminate();
        await gateway.Process.WaitForExitAsync(TimeSpan.FromSeconds(30));
        seen.AppendLine(gateway.Process.Output);

        var sent = local.Calls.Concat(builder.Calls).Select(call => call.Header("Authorization")!).Distinct();
        Assert.Contains("Starting; not at their defaults", seen.ToString(), StringComparison.Ordinal);
        AssertHasNone(
            seen.ToString(), [local.JwtSecret!, builder.JwtSecret!, inbound], [token, OperatorToken, .. sent]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Secrets_GivenAsFiles_AreInNoOutputAndNotInTheProcessList(bool isPasswordRight)
    {
        await using var collector = await OtlpReceiver.StartAsync(isGrpc: false);
        await using var redis = await RedisServer.StartAsync(new() { KeepsData = false, Password = RedisPassword });
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        await using var builder = await SimulatedClient.StartAsync(SimulatedClientOptions.Builder());
        var inbound = Jwt.NewSecret();
        var password = isPasswordRight ? RedisPassword : WrongPassword;
        string[] flags =
        [
            "--max-unsafe-interval", "3600", "--log-level", "trace",
            "--jwt-secret-path", _command.Write("inbound.hex", Convert.ToHexString(inbound)),
            "--operations-token-path", _command.Write("token", OperatorToken + "\n"),
            "--redis", redis.Endpoint, "--redis-password-path", _command.Write("password", password),
            "--tracing", "--otlp-protocol", "http-protobuf", "--otlp-endpoint", collector.Url.ToString(),
        ];
        await using var gateway = await GatewayUnderTest.StartAsync(local, builder, flags);
        await gateway.Process.WaitForLineAsync(isPasswordRight ? "Connected to Redis." : "Redis refuses our login");
        var token = Jwt.Mint(inbound);
        var seen = new StringBuilder();

        await MakeTroubleAsync(gateway, builder, inbound, token, seen);
        await GuessAsync(gateway, seen);
        seen.Append(await File.ReadAllTextAsync($"/proc/{gateway.Process.Id}/cmdline"));
        gateway.Process.Terminate();
        await gateway.Process.WaitForExitAsync(TimeSpan.FromSeconds(30));
        var check = await _command.RunAsync(
            ["--check", "--l2-jwt-token", Convert.ToHexString(local.JwtSecret!), .. flags]);
        seen.AppendLine(gateway.Process.Output).AppendLine(check.Output).AppendLine(check.Error);
        seen.AppendLine(string.Join(Environment.NewLine, collector.Spans));

        Assert.Equal(0, check.ExitCode);
        Assert.Contains("has to wait", seen.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(collector.Spans);
        var sent = local.Calls.Concat(builder.Calls).Select(call => call.Header("Authorization")!).Distinct();
        AssertHasNone(
            seen.ToString(), [local.JwtSecret!, builder.JwtSecret!, inbound],
            [token, OperatorToken, RedisPassword, WrongPassword, .. sent]);
    }

    [Fact]
    public async Task Secrets_InAWrongConfiguration_AreInNoComplaint()
    {
        var secret = Convert.ToHexStringLower(Jwt.NewSecret());
        var path = _command.Write("too-long.hex", secret + "0");

        CommandResult[] results =
        [
            await _command.RunAsync("--l2-jwt-token", secret + "0"),
            await _command.RunAsync("--l2-jwt-path", path),
            await _command.RunAsync("--l2-jwt-tokn", secret, "--rpc-port", "x"),
            await _command.RunAsync(secret),
            await _command.RunAsync("--l2-jwt-token", secret, "--l2-jwt-path", path),
            await _command.RunAsync("--l2-jwt-path", secret),
        ];

        // The last one took the secret for the name of a file.
        Assert.All(results[..^1], result => Assert.DoesNotContain(
            secret, result.Output + result.Error, StringComparison.OrdinalIgnoreCase));
        Assert.All(results, result => Assert.Equal(2, result.ExitCode));
    }

    public void Dispose() => _command.Dispose();

    /// <summary>Everything that might make somebody want to log a request, a header or a configuration.</summary>
    private static async Task MakeTroubleAsync(
        GatewayUnderTest gateway, SimulatedClient builder, byte[] inbound, string token, StringBuilder seen)
    {
        using var opNode = new OpNodeDriver(gateway.EngineUrl, inbound);
        await opNode.MakeBlocksAsync(2);
        builder.Faults.On("engine_getPayload", PayloadLies.StateRoot(), times: 1);
        await opNode.MakeBlocksAsync(1);
        builder.Crash();
        await gateway.WaitForAsync("healthz", HttpStatusCode.PartialContent);
        await opNode.MakeBlocksAsync(1);

        const string call = """{"jsonrpc":"2.0","id":1,"method":"engine_getPayloadV4","params":["0x01"]}""";
        string[] authorizations = [$"Bearer {token}", $"Basic {token}", $"Bearer {token}x", token, $"Bearer x{token}"];
        foreach (var authorization in authorizations)
        {
            seen.AppendLine((await gateway.PostAsync(call, authorization)).BodyText);
        }

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, gateway.OperationsUrl)
        {
            Content = new StringContent("{", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", OperatorToken);
        using var answer = await http.SendAsync(request);
        seen.AppendLine(await answer.Content.ReadAsStringAsync());
        seen.AppendLine(await gateway.MetricsAsync());
        foreach (var path in (string[])["healthz", "healthz/json", "readyz"])
        {
            seen.AppendLine((await gateway.GetAsync(path)).Body);
        }
    }

    /// <summary>Wrong tokens that begin as the right one does, until the address has to wait.</summary>
    private static async Task GuessAsync(GatewayUnderTest gateway, StringBuilder seen)
    {
        using var http = new HttpClient();
        HttpStatusCode status;
        do
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, gateway.OperationsUrl)
            {
                Content = new StringContent("{}", Encoding.UTF8, "application/json"),
            };
            request.Headers.Authorization = new("Bearer", OperatorToken + "x");
            using var answer = await http.SendAsync(request);
            status = answer.StatusCode;
            seen.AppendLine(answer.ToString()).AppendLine(await answer.Content.ReadAsStringAsync());
        }
        while (status == HttpStatusCode.Unauthorized);

        Assert.Equal(HttpStatusCode.TooManyRequests, status);
    }

    private static void AssertHasNone(string text, byte[][] secrets, string[] tokens)
    {
        Assert.All(secrets, secret =>
        {
            Assert.DoesNotContain(Convert.ToHexString(secret), text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToBase64String(secret).TrimEnd('='), text, StringComparison.Ordinal);
        });
        Assert.All(tokens, token => Assert.DoesNotContain(token.Split('.')[^1], text, StringComparison.Ordinal));
    }
}
