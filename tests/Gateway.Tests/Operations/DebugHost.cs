using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sidecar.Contracts;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Operations;
using Sidecar.Gateway.Tests.Telemetry;

namespace Sidecar.Gateway.Tests.Operations;

/// <summary>The debug API with nothing around it.</summary>
internal sealed class DebugHost : IDisposable
{
    private readonly TelemetryHost _telemetry;
    private readonly DebugApi _api;

    private DebugHost(TelemetryHost telemetry, ExecutionMode mode, string? token)
    {
        _telemetry = telemetry;
        Mode = new ExecutionModeSwitch(
            Options.Create(new EngineOptions { ExecutionMode = mode }), telemetry.Metrics, TimeProvider.System,
            NullLogger<ExecutionModeSwitch>.Instance);
        _api = new DebugApi(
            Mode, Options.Create(new OperationsOptions { Token = token }), NullLogger<DebugApi>.Instance);
    }

    public ExecutionModeSwitch Mode { get; }

    public TelemetryHost Telemetry => _telemetry;

    public static async Task<DebugHost> StartAsync(ExecutionMode mode = ExecutionMode.Enabled, string? token = null) =>
        new(await TelemetryHost.StartAsync(), mode, token);

    public Task<(int Status, string Body)> PostAsync(string body) => SendAsync(Encoding.UTF8.GetBytes(body), _ => { });

    public async Task<(int Status, string Body)> SendAsync(byte[] body, Action<DefaultHttpContext> change)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        context.Request.Path = "/";
        context.Request.ContentType = "application/json";
        context.Request.Body = new MemoryStream(body);
        var answer = new MemoryStream();
        context.Response.Body = answer;
        change(context);
        await _api.HandleAsync(context);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(answer.ToArray()));
    }

    public void Dispose() => _telemetry.Dispose();
}
