using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sidecar.Contracts;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Operations;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Tests.Health;

namespace Sidecar.Gateway.Tests.Operations;

/// <summary>The three folders put together as the composition root does it, on a real server.</summary>
public sealed class SurfacesTests : IAsyncLifetime, IDisposable
{
    private readonly WebApplication _app;
    private readonly ScriptedHeadSource _local = new();
    private readonly ScriptedHeadSource _builder = new();
    private readonly HttpClient _http = new();

    public SurfacesTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<MetricsOptions>(options => options.Enabled = true);
        builder.Services.Configure<BuilderOptions>(options => options.Url = new Uri("http://127.0.0.1:1"));
        builder.Services.AddSingleton(new HeadSources(_local, _builder));
        builder.Services.AddTelemetry().AddOperations().AddHealth();
        _app = builder.Build();
        _app.Run(RouteAsync);
    }

    public async Task InitializeAsync()
    {
        await _app.StartAsync();
        _http.BaseAddress = new Uri(_app.Urls.First());
    }

    public async Task DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Probes_BeforeAndAfterTheFirstPoll_TellTheDifference()
    {
        Assert.Equal(503, await StatusAsync("/readyz"));
        Assert.Equal(503, await StatusAsync("/healthz"));
        Assert.Equal(200, await StatusAsync("/livez"));

        var now = _app.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeSeconds();
        _app.Services.GetRequiredService<HealthState>().LocalHead(new BlockHead(1, BlockHash.Zero, (ulong)now));

        Assert.Equal(200, await StatusAsync("/readyz"));
        Assert.Equal(200, await StatusAsync("/healthz"));
    }

    [Fact]
    public async Task Metrics_AfterARequest_ShowGatewayRuntimeAndKestrel()
    {
        await StatusAsync("/livez");

        var text = await _http.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Contains("\nsidecar_health 2\n", text, StringComparison.Ordinal);
        Assert.Contains("\nrollup_boost_execution_mode 3\n", text, StringComparison.Ordinal);
        Assert.Contains("\nkestrel_active_connections{", text, StringComparison.Ordinal);
        Assert.Contains("\ndotnet_gc_collections_total{", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DebugApi_SetsDisabled_ReachesHealth()
    {
        using var response = await _http.PostAsJsonAsync(
            new Uri("/any/path", UriKind.Relative),
            new { jsonrpc = "2.0", id = "x", method = "debug_setExecutionMode", @params = new[] { "disabled" } });

        Assert.Equal(
            """{"jsonrpc":"2.0","id":"x","result":{"execution_mode":"disabled"}}""",
            await response.Content.ReadAsStringAsync());
        Assert.Contains(
            _app.Services.GetRequiredService<HealthState>().Evaluate().Facts,
            fact => fact is { Name: "execution_mode", Value: "disabled" });
    }

    [Fact]
    public async Task DebugApi_ChunkedBodyOverTheLimit_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/", UriKind.Relative));
        request.Content = JsonContent.Create(new string('x', DebugApi.BodyBytesMax));
        request.Headers.TransferEncodingChunked = true;

        using var response = await _http.SendAsync(request);

        Assert.Equal(413, (int)response.StatusCode);
    }

    [Fact]
    public async Task Host_Stops_IsNotReadyWhileItDoes()
    {
        _app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        var ready = _app.Services.GetRequiredService<HealthState>().Ready();

        Assert.Equal("The gateway is stopping.", ready.Reason);
        await _app.WaitForShutdownAsync();
    }

    private static Task RouteAsync(HttpContext context)
    {
        var services = context.RequestServices;
        if (HealthEndpoint.Serves(context.Request.Path))
        {
            return services.GetRequiredService<HealthEndpoint>().HandleAsync(context);
        }

        return context.Request.Path == "/metrics"
            ? services.GetRequiredService<MetricsEndpoint>().HandleAsync(context)
            : services.GetRequiredService<DebugApi>().HandleAsync(context);
    }

    private async Task<int> StatusAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return (int)response.StatusCode;
    }
}
