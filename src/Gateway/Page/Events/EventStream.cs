using Sidecar.Gateway.Page.Api;

namespace Sidecar.Gateway.Page.Events;

/// <summary>Server-sent events over HTTP.</summary>
internal sealed class EventStream(EventHub hub, IHostApplicationLifetime lifetime, TimeProvider time)
{
    public const string Path = ApiRoutes.Root + "/events";

    /// <summary>After so long without an event, a comment says that the stream is alive.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    // A browser that lost the stream comes back after two seconds.
    private static readonly byte[] Opening = "retry: 2000\n\n"u8.ToArray();
    private static readonly byte[] Alive = ": alive\n\n"u8.ToArray();

    public async Task HandleAsync(HttpContext context)
    {
        var response = context.Response;
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            response.Headers.Allow = "GET";
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        using var listener = hub.TryJoin(context.Request.Headers["Last-Event-ID"].FirstOrDefault());
        if (listener is null)
        {
            response.Headers.RetryAfter = "5";
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await response.WriteAsJsonAsync(
                new ErrorView("There are too many listeners."), ApiJson.Options, context.RequestAborted);
            return;
        }

        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await WriteAsync(response, listener, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The listener has gone away, or the process is stopping.
        }
    }

    private async Task WriteAsync(HttpResponse response, EventListener listener, CancellationToken stop)
    {
        await response.Body.WriteAsync(Opening, stop);
        await response.Body.FlushAsync(stop);
        while (await WaitAsync(listener, stop) is { } isMore)
        {
            if (!isMore)
            {
                await response.Body.WriteAsync(Alive, stop);
            }

            while (listener.Frames.TryRead(out var frame))
            {
                await response.Body.WriteAsync(frame, stop);
            }

            await response.Body.FlushAsync(stop);
        }
    }

    /// <summary>True when there is something to send, false when it is time for a heartbeat, null at the end.</summary>
    private async Task<bool?> WaitAsync(EventListener listener, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(Heartbeat, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            return await listener.Frames.WaitToReadAsync(either.Token) ? true : null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }
}
