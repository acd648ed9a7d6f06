using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Sidecar.TestKit;

/// <summary>One call as it arrived at a simulated client, refused ones included.</summary>
public sealed class ReceivedCall
{
    private static long LastOrder;

    private readonly TaskCompletionSource<SentAnswer> _answered =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Place in the order of arrival over all clients of this process, from 1.</summary>
    public long Order { get; } = Interlocked.Increment(ref LastOrder);

    public DateTimeOffset ArrivedAt { get; } = DateTimeOffset.UtcNow;

    /// <summary>Arrival on the clock of <see cref="Stopwatch"/>.</summary>
    public long ArrivedTimestamp { get; } = Stopwatch.GetTimestamp();

    /// <summary>When the answer was there, on the same clock: before its first byte went out. 0 until then.</summary>
    public long AnsweredTimestamp { get; internal set; }

    /// <summary>Empty when the body is no JSON-RPC request.</summary>
    public required string Method { get; init; }

    /// <summary>The request's id exactly as written; empty when it has none.</summary>
    public required string Id { get; init; }

    /// <summary>The parameters; undefined when there are none or the body is over the recording limit.</summary>
    public required JsonElement Params { get; init; }

    /// <summary>
    /// The body's bytes (of a batch: this member's), or a prefix when it is over the recording limit.
    /// </summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The whole body's length in bytes.</summary>
    public required long BodyLength { get; init; }

    /// <summary>SHA-256 of the whole body, to compare bodies too large to keep.</summary>
    public required string BodySha256 { get; init; }

    /// <summary>Header values by name, in any case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required string HttpMethod { get; init; }

    public required string Path { get; init; }

    /// <summary>Names the TCP connection.</summary>
    public required string ConnectionId { get; init; }

    public bool IsBatchMember { get; init; }

    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>Ends when the answer has been written or the connection has ended.</summary>
    public Task<SentAnswer> Answered => _answered.Task;

    /// <summary>The answer, or null while there is none.</summary>
    public SentAnswer? Answer => _answered.Task.IsCompletedSuccessfully ? _answered.Task.Result : null;

    /// <summary>
    /// Whether the method fits a pattern such as <c>engine_getPayload</c> (all versions) or <c>engine_*</c>.
    /// </summary>
    public bool Is(string methodPattern) => MethodPattern.Matches(methodPattern, Method);

    /// <summary>A header's value, or null.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public override string ToString() => $"#{Order} {Method} ({BodyLength} bytes)";

    internal void Complete(SentAnswer answer) => _answered.TrySetResult(answer);
}
