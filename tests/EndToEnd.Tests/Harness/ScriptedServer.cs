using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>An HTTP server that answers what the test writes, byte for byte, and knows nothing of JSON.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedServer(WebApplication app, int port) => (_app, Url) = (app, new Uri($"http://127.0.0.1:{port}/"));

    public Uri Url { get; }

    /// <summary>Requests in order of arrival.</summary>
    public ConcurrentQueue<ScriptedRequest> Requests { get; } = new();

    /// <summary>Starts a server whose answers <paramref name="answer"/> writes.</summary>
    public static async Task<ScriptedServer> StartAsync(Func<HttpContext, ScriptedRequest, Task> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var port = FreePort.Next();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var server = new ScriptedServer(builder.Build(), port);
        server._app.Run(http => server.HandleAsync(http, answer));
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task HandleAsync(HttpContext http, Func<HttpContext, ScriptedRequest, Task> answer)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var headers = http.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var request = new ScriptedRequest(body.ToArray(), headers);
        Requests.Enqueue(request);
        await answer(http, request);
    }
}
