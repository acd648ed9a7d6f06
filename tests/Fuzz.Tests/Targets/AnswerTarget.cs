using System.Buffers;
using Microsoft.Extensions.Logging.Abstractions;
using Sidecar.Fuzz.Tests.Mutation;
using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Upstream;
using Sidecar.Gateway.Upstream.Http1;

namespace Sidecar.Fuzz.Tests.Targets;

/// <summary>HTTP answers of upstreams: every one is a reply, and never a longer one than the limit.</summary>
internal sealed class AnswerTarget : FuzzTarget, IDisposable
{
    /// <summary>Less than some of the recorded answers.</summary>
    private const int BytesMax = 1500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly ReadOnlyMemory<byte> Question =
        """{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}"""u8.ToArray();

    private readonly Http1Connections _connections;
    private readonly HttpUpstreamClient _client;
    private Func<CannedStream> _connect = () => throw new InvalidOperationException("No answer yet.");

    public AnswerTarget()
    {
        _ = JwtSecret.TryParse(new string('7', 64), out var secret, out _);
        _connections = new Http1Connections(1, _ => ValueTask.FromResult<Stream>(_connect()), TimeProvider.System);
        _client = new HttpUpstreamClient(
            UpstreamName.Local, new Uri("http://local.invalid/"), new JwtMinter(secret!, TimeProvider.System),
            _connections, BytesMax, new GatewayMetrics(new FuzzMeters()), TimeProvider.System,
            NullLogger<HttpUpstreamClient>.Instance);
    }

    public override void Run(FuzzInput input)
    {
        var body = input.Draw(Corpus.Responses);
        var isRight = input.Random.Next(4) == 0;
        var answer = isRight ? HttpText.Right(body) : HttpText.Wrong(input.Random, body);
        _connect = () => new CannedStream(answer, input.Random);

        var request = new UpstreamRequest(
            UpstreamMethod.PassThrough, JsonSplice.Of(Question), Deadline.After(TimeProvider.System, Patience),
            RetryOnce: true);
        using var reply = _client.SendAsync(request, CancellationToken.None).GetAwaiter().GetResult();

        FindingException.Unless(reply.Failure != UpstreamFailure.TimedOut, "A hang.", "", HttpHead(answer));
        FindingException.Unless(reply.Body is null || reply.Body.Length <= BytesMax, "Over the limit.", "", HttpHead(answer));
        FindingException.Unless(
            !isRight || (body.Length > BytesMax
                ? reply.Failure == UpstreamFailure.TooLarge
                : reply.Bytes.ToArray().AsSpan().SequenceEqual(body)),
            "Read wrongly.", HttpHead(answer), $"{reply.Failure} {reply.Body?.Length}");
    }

    public void Dispose() => _client.Dispose();

    private static string HttpHead(byte[] answer) => Oracles.Dom.Text(answer.AsSpan(0, Math.Min(300, answer.Length)));
}
