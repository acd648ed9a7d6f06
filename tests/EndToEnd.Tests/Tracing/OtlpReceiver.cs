using System.Buffers.Binary;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Sidecar.EndToEnd.Tests.Tracing;

/// <summary>A collector of traces: OTLP over gRPC, or as protobuf over HTTP.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const int GrpcPrefixBytes = 5;

    private readonly Lock _lock = new();
    private readonly List<ReceivedSpan> _spans = [];
    private readonly WebApplication _app;
    private TaskCompletionSource _arrived = NewSignal();

    private OtlpReceiver(WebApplication app) => _app = app;

    public Uri Url { get; private set; } = null!;

    /// <summary>Paths that were posted to.</summary>
    public HashSet<string> Paths { get; } = [];

    public IReadOnlyList<ReceivedSpan> Spans
    {
        get
        {
            lock (_lock)
            {
                return [.. _spans];
            }
        }
    }

    public static async Task<OtlpReceiver> StartAsync(bool isGrpc)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.Protocols = isGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var receiver = new OtlpReceiver(builder.Build());
        receiver._app.Run(isGrpc ? receiver.TakeGrpcAsync : receiver.TakeHttpAsync);
        await receiver._app.StartAsync();
        receiver.Url = new Uri(receiver._app.Urls.Single());
        return receiver;
    }

    /// <summary>Ends when all that are asked for have come.</summary>
    public async Task<IReadOnlyList<ReceivedSpan>> WaitForAsync(Func<IReadOnlyList<ReceivedSpan>, bool> isEnough)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            Task arrived;
            lock (_lock)
            {
                arrived = _arrived.Task;
            }

            var spans = Spans;
            if (isEnough(spans))
            {
                return spans;
            }

            try
            {
                await arrived.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Not enough spans came: {string.Join(Environment.NewLine, spans)}");
            }
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeGrpcAsync(HttpContext http)
    {
        var body = await BodyAsync(http);
        var length = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(1));
        Take(http, body.AsSpan(GrpcPrefixBytes, length).ToArray());
        http.Response.ContentType = "application/grpc";
        await http.Response.Body.WriteAsync(new byte[GrpcPrefixBytes]);
        http.Response.AppendTrailer("grpc-status", "0");
    }

    private async Task TakeHttpAsync(HttpContext http)
    {
        Take(http, await BodyAsync(http));
        http.Response.ContentType = "application/x-protobuf";
    }

    private static async Task<byte[]> BodyAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    private void Take(HttpContext http, byte[] request)
    {
        lock (_lock)
        {
            Paths.Add(http.Request.Path);
            _spans.AddRange(OtlpReader.Read(request));
            _arrived.SetResult();
            _arrived = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
