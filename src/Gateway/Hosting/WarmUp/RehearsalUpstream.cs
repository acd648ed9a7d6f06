using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Sidecar.Gateway.Hosting.WarmUp;

/// <summary>Plays local and the builder of a rehearsal, on a port of this machine that nobody else is told.</summary>
internal sealed class RehearsalUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _payloadsAsked;

    private RehearsalUpstream(TimeProvider time)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(context => AnswerAsync(context, time));
    }

    public Uri Url { get; private set; } = new("http://127.0.0.1/");

    /// <summary>getPayloads that were asked: two a block once the builder is used.</summary>
    public int PayloadsAsked => Volatile.Read(ref _payloadsAsked);

    /// <summary>The block that is being built.</summary>
    public int Block { get; set; }

    public static async Task<RehearsalUpstream> StartAsync(TimeProvider time)
    {
        var upstream = new RehearsalUpstream(time);
        await upstream._app.StartAsync();
        var addresses = upstream._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        upstream.Url = new Uri(addresses.Addresses.Single());
        return upstream;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, TimeProvider time)
    {
        var body = await context.Request.BodyReader.ReadAtLeastAsync((int)(context.Request.ContentLength ?? 0));
        var answer = AnswerTo(body.Buffer.Slice(0, Math.Min(body.Buffer.Length, 256)).ToArray(), time);
        context.Request.BodyReader.AdvanceTo(body.Buffer.End);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.BodyWriter.WriteAsync(answer);
    }

    private byte[] AnswerTo(ReadOnlySpan<byte> beginning, TimeProvider time) =>
        Has(beginning, "forkchoiceUpdated"u8) ? RehearsalChain.BuildStarted(Block)
        : Has(beginning, "getPayload"u8) ? GotPayload()
        : Has(beginning, "newPayload"u8) ? RehearsalChain.PayloadValid()
        : Has(beginning, "getBlockByNumber"u8) ? RehearsalChain.LatestBlock(time.GetUtcNow())
        : RehearsalChain.No();

    private byte[] GotPayload()
    {
        Interlocked.Increment(ref _payloadsAsked);
        return RehearsalChain.PayloadGot(Block);
    }

    private static bool Has(ReadOnlySpan<byte> text, ReadOnlySpan<byte> method) => text.IndexOf(method) >= 0;
}
