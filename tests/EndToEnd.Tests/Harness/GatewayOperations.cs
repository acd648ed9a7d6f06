using System.Net.Http.Json;
using System.Text.Json;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>What an operator does to a running gateway, and what he sees of it.</summary>
internal static class GatewayOperations
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Switches the execution mode through the debug API.</summary>
    public static async Task SetExecutionModeAsync(this GatewayUnderTest gateway, string mode)
    {
        var answer = await CallAsync(gateway, "debug_setExecutionMode", [new { execution_mode = mode }]);
        Assert.Equal(mode, answer);
    }

    /// <summary>The execution mode that the debug API tells.</summary>
    public static Task<string?> GetExecutionModeAsync(this GatewayUnderTest gateway) =>
        CallAsync(gateway, "debug_getExecutionMode", []);

    /// <summary>Waits until the debug API tells this execution mode.</summary>
    public static Task WaitForExecutionModeAsync(this GatewayUnderTest gateway, string mode) =>
        Polling.UntilAsync(async () => await gateway.GetExecutionModeAsync() == mode);

    /// <summary>Waits until the gateway takes the builder for synced (1), syncing (2) or unreachable (3).</summary>
    public static Task WaitForBuilderStateAsync(this GatewayUnderTest gateway, int state) =>
        gateway.WaitForMetricAsync("sidecar_builder_state", value => value == state);

    private static async Task<string?> CallAsync(GatewayUnderTest gateway, string method, object[] parameters)
    {
        var request = new { jsonrpc = "2.0", id = 1, method, @params = parameters };
        using var response = await Http.PostAsJsonAsync(gateway.OperationsUrl, request);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return answer.GetProperty("result").GetProperty("execution_mode").GetString();
    }
}
