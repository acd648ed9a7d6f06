using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Sidecar.Contracts;

namespace Sidecar.Gateway.Tests.Operations;

public sealed class DebugApiTests
{
    private const string Get = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"debug_getExecutionMode\"}";

    [Theory]
    [InlineData("[{\"execution_mode\":\"dry_run\"}]", "dry_run")]
    [InlineData("{\"execution_mode\":\"dry_run\"}", "dry_run")]
    [InlineData("[{\"executionMode\":\"dryRun\"}]", "dry_run")]
    [InlineData("[{\"mode\":\"dry-run\"}]", "dry_run")]
    [InlineData("[\"DRY_RUN\"]", "dry_run")]
    [InlineData("\"dry-run\"", "dry_run")]
    [InlineData("[{\"execution_mode\":\"disabled\"}]", "disabled")]
    [InlineData("[{\"execution_mode\":\"Disabled\"}]", "disabled")]
    [InlineData("[{\"execution_mode\":\"enabled\"}]", "enabled")]
    public async Task Set_AcceptedSpelling_SetsAndAnswersTheMode(string parameters, string expected)
    {
        using var host = await DebugHost.StartAsync();

        var answer = await host.PostAsync(Set(parameters));

        var result = $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{{\"execution_mode\":\"{expected}\"}}}}";
        Assert.Equal((200, result), answer);
        Assert.Equal((200, result), await host.PostAsync(Get));
    }

    [Theory]
    [InlineData("debug_set_execution_mode", "debug_get_execution_mode")]
    [InlineData("debug_setExecutionMode", "debug_getExecutionMode")]
    public async Task Call_EitherSpellingOfTheMethod_IsUnderstood(string set, string get)
    {
        using var host = await DebugHost.StartAsync();

        await host.PostAsync(
            $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"{set}\",\"params\":[{{\"execution_mode\":\"disabled\"}}]}}");
        var (_, body) = await host.PostAsync($"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"{get}\",\"params\":[]}}");

        Assert.Contains("\"execution_mode\":\"disabled\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("3")]
    [InlineData("[null]")]
    [InlineData("[{}]")]
    [InlineData("[\"enabled\",\"disabled\"]")]
    [InlineData("[{\"execution_mode\":\"on\"}]")]
    [InlineData("[{\"execution_mode\":1}]")]
    [InlineData("[{\"execution_mode\":null}]")]
    [InlineData("[{\"execution_mode\":\"\\ud800\"}]")]
    [InlineData("[[{\"execution_mode\":\"disabled\"}]]")]
    public async Task Set_AnythingElse_IsInvalidParamsAndChangesNothing(string parameters)
    {
        using var host = await DebugHost.StartAsync(ExecutionMode.DryRun);

        var (status, body) = await host.PostAsync(Set(parameters));

        Assert.Equal(200, status);
        Assert.Contains("\"code\":-32602", body, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(body);
        Assert.Contains(
            "\"enabled\", \"dry_run\" (or \"dry-run\", \"dryRun\") or \"disabled\"",
            json.RootElement.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(ExecutionMode.DryRun, host.Mode.Current);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"a\\u0062c\"")]
    [InlineData("1.50e2")]
    [InlineData("12345678901234567890123")]
    [InlineData("null")]
    [InlineData("\"\\ud800\"")]
    public async Task Call_Id_IsEchoedByteForByte(string id)
    {
        using var host = await DebugHost.StartAsync();

        var (_, body) = await host.PostAsync(
            $"{{\"id\": {id} ,\"jsonrpc\":\"2.0\",\"method\":\"debug_getExecutionMode\"}}");

        Assert.StartsWith($"{{\"jsonrpc\":\"2.0\",\"id\":{id},\"result\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", -32700)]
    [InlineData("{", -32700)]
    [InlineData("{\"jsonrpc\":\"2.0\"} x", -32700)]
    [InlineData("3", -32600)]
    [InlineData("[]", -32600)]
    [InlineData("{}", -32600)]
    [InlineData("{\"id\":1,\"method\":\"debug_getExecutionMode\"}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":5}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"debug_getExecutionMode\"}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\\ud800\"}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\"}", -32601)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"debug_getexecutionmode\"}", -32601)]
    public async Task Call_NotOurs_IsTheErrorOfTheSpecification(string body, int code)
    {
        using var host = await DebugHost.StartAsync();

        var (status, answer) = await host.PostAsync(body);

        Assert.Equal(200, status);
        Assert.Contains($"\"error\":{{\"code\":{code},", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batch_SeveralMembers_AnswersThemInOrder()
    {
        using var host = await DebugHost.StartAsync();

        var (_, body) = await host.PostAsync($"[{Get},{Set("\"disabled\"")},7,{Get}]");

        using var json = JsonDocument.Parse(body);
        var answers = json.RootElement.EnumerateArray().Select(answer =>
            answer.TryGetProperty("result", out var result)
                ? result.GetProperty("execution_mode").GetString()
                : answer.GetProperty("error").GetProperty("code").GetRawText());
        Assert.Equal(["enabled", "disabled", "-32600", "disabled"], answers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    public async Task Notification_Set_IsDoneAndNotAnswered(string open)
    {
        using var host = await DebugHost.StartAsync();
        const string Notification =
            "{\"jsonrpc\":\"2.0\",\"method\":\"debug_setExecutionMode\",\"params\":[\"disabled\"]}";

        var answer = await host.PostAsync(open + Notification + (open.Length > 0 ? "]" : ""));

        Assert.Equal((204, ""), answer);
        Assert.Equal(ExecutionMode.Disabled, host.Mode.Current);
    }

    [Fact]
    public void Handle_AnyBytes_AnswersJsonOrNothing()
    {
        var pieces = Gen.Elements(
            "{", "}", "[", "]", ",", ":", "\"", "\\ud800", "null", "1", "\"id\"", "\"jsonrpc\":\"2.0\"", "\"method\":",
            "\"debug_setExecutionMode\"", "\"params\":", "\"mode\":", "\"disabled\"", "\u00e9", "\0");

        Check.QuickThrowOnFailure(Prop.ForAll(pieces.ListOf().ToArbitrary(), list =>
        {
            using var host = DebugHost.StartAsync().GetAwaiter().GetResult();
            var (status, body) = host.PostAsync(string.Concat(list)).GetAwaiter().GetResult();
            return (status == 204 && body.Length == 0) || (status == 200 && JsonDocument.Parse(body) is not null);
        }));
    }

    private static string Set(string parameters) =>
        $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"debug_setExecutionMode\",\"params\":{parameters}}}";
}
