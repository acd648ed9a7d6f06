using System.Security.Cryptography;
using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.Cluster.Calls;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Hosting.WarmUp;

/// <summary>A second gateway, an upstream and a caller that make blocks as op-node would, so that all code has run.</summary>
internal sealed class Rehearsal : IAsyncDisposable
{
    /// <summary>Whoever rehearses has a limit for the whole of it.</summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromMinutes(1);

    private readonly RehearsalUpstream _upstream;
    private readonly WebApplication _gateway;
    private readonly IUpstreamClient _caller;
    private readonly TimeProvider _time;

    private Rehearsal(RehearsalUpstream upstream, WebApplication gateway, JwtSecret secret, TimeProvider time)
    {
        (_upstream, _gateway, _time) = (upstream, gateway, time);
        _caller = UpstreamServices.CreateSingle(
            gateway.Services, UpstreamName.Local, GatewayHost.AddressesOf(gateway)[PortRole.Engine], secret);
    }

    /// <inheritdoc cref="RehearsalUpstream.PayloadsAsked"/>
    public int PayloadsAsked => _upstream.PayloadsAsked;

    /// <param name="hasBuilder">Whether the real gateway has one: without it other code runs.</param>
    public static async Task<Rehearsal> StartAsync(bool hasBuilder, TimeProvider time)
    {
        _ = JwtSecret.TryParse(RandomNumberGenerator.GetHexString(2 * JwtSecret.ByteCount), out var secret, out _);
        var upstream = await RehearsalUpstream.StartAsync(time);
        var gateway = GatewayHost.Build(Settings(upstream.Url, hasBuilder, secret!), AddNoGrains);
        await gateway.StartAsync();
        return new Rehearsal(upstream, gateway, secret!, time);
    }

    /// <summary>Makes one block: attributes, getPayload, newPayload, head.</summary>
    /// <returns>Whether every call was answered.</returns>
    public async Task<bool> MakeBlockAsync(int block, CancellationToken cancellationToken)
    {
        _upstream.Block = block;
        return await CallAsync(RehearsalChain.StartBuild(block), cancellationToken)
            && await CallAsync(RehearsalChain.GetPayload(block), cancellationToken)
            && await CallAsync(RehearsalChain.NewPayload(block), cancellationToken)
            && await CallAsync(RehearsalChain.SetHead(), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        (_caller as IDisposable)?.Dispose();
        await _gateway.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    private async Task<bool> CallAsync(byte[] request, CancellationToken cancellationToken)
    {
        var call = new UpstreamRequest(
            UpstreamMethod.PassThrough, JsonSplice.Of(request), Deadline.After(_time, CallTimeout));
        using var reply = await _caller.SendAsync(call, cancellationToken);
        return reply.Failure == UpstreamFailure.None;
    }

    private static GatewaySettings Settings(Uri upstream, bool hasBuilder, JwtSecret secret)
    {
        var options = new OptionSet();
        options.Engine.Port = 0;
        options.Operations.Port = 0;
        options.Local.Url = upstream;
        options.Builder.Url = hasBuilder ? upstream : null;
        options.Log.Level = LogLevel.None;
        return new GatewaySettings(
            new ProgramSettings(ProgramKind.Gateway, options, [], new Dictionary<string, string>()),
            new JwtSecrets(secret, hasBuilder ? secret : null, secret));
    }

    private static void AddNoGrains(WebApplicationBuilder builder, GatewaySettings settings) =>
        builder.Services.AddSingleton(new GrainEngine("none")).AddSingleton<IGrainCalls, NoGrains>();
}
