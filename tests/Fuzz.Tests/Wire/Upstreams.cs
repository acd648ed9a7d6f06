using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Sidecar.Fuzz.Tests.Mutation;
using Sidecar.Fuzz.Tests.Targets;

namespace Sidecar.Fuzz.Tests.Wire;

/// <summary>Local and builder: right to well-formed callers, and otherwise mostly, or not at all.</summary>
internal sealed class Upstreams : IAsyncDisposable
{
    private readonly int _seed;
    private readonly ConcurrentDictionary<long, bool> _broken = new();
    private long _answers;
    private long _mutated;

    public Upstreams(int seed)
    {
        _seed = seed;
        Local = new StubServer((head, body) => Answer(head, body, isBuilder: false));
        Builder = new StubServer((head, body) => Answer(head, body, isBuilder: true));
    }

    public StubServer Local { get; }

    public StubServer Builder { get; }

    /// <summary>Answers so far.</summary>
    public long Answers => Volatile.Read(ref _answers);

    /// <summary>Those that were not right.</summary>
    public long Mutated => Volatile.Read(ref _mutated);

    /// <summary>Whether a request with this number was answered with what is no whole HTTP answer; asked once.</summary>
    public bool TakeBroken(long number) => _broken.TryRemove(number, out _);

    public async ValueTask DisposeAsync()
    {
        await Local.DisposeAsync();
        await Builder.DisposeAsync();
    }

    private StubReply Answer(string head, string body, bool isBuilder)
    {
        Interlocked.Increment(ref _answers);
        var marked = Marker.In(head).Concat(Marker.In(body)).Select(number => (long?)number).FirstOrDefault();
        if ((marked ?? Marker.OfBuild(body)) is not { } number)
        {
            return Right(Unmarked(body));
        }

        var answer = Exchanges.Answer(number, body, isBuilder);
        return Marker.IsControl(number) ? Right(answer) : Draw(number, answer, isBuilder);
    }

    private StubReply Draw(long number, string answer, bool isBuilder)
    {
        var random = new Random(HashCodeOf(number, isBuilder, answer.Length));
        var bytes = Encoding.Latin1.GetBytes(answer);
        var kind = random.Next(100);
        if (kind < 55)
        {
            return Right(answer);
        }

        Interlocked.Increment(ref _mutated);
        if (kind < 80)
        {
            return new StubReply(HttpText.Right(Mutator.Mutate(random, bytes)), StubEnd.KeepAlive);
        }

        if (!isBuilder)
        {
            _broken[number] = true;
        }

        // Whatever is left over of a wrong answer must not be taken for the next one: HTTP has no way to tell.
        return kind < 98
            ? new StubReply(HttpText.Wrong(random, bytes), StubEnd.Close)
            : new StubReply(HttpText.Right(bytes)[..random.Next(200)], StubEnd.Silence);
    }

    /// <summary>Polls, and what has lost its marker on the way.</summary>
    private static string Unmarked(string body)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString("x", CultureInfo.InvariantCulture);
        return body.Contains("eth_getBlockByNumber", StringComparison.Ordinal)
            ? $$$"""{"jsonrpc":"2.0","id":1,"result":{"number":"0x10","hash":"{{{Marker.BlockHash(0, false)}}}","timestamp":"0x{{{now}}}"} }"""
            : """{"jsonrpc":"2.0","id":1,"result":false}""";
    }

    private static StubReply Right(string answer) => new(HttpText.Right(Encoding.Latin1.GetBytes(answer)), StubEnd.KeepAlive);

    private int HashCodeOf(long number, bool isBuilder, int length)
    {
        var mixed = (((ulong)_seed << 32) ^ ((ulong)number << 1) ^ (isBuilder ? 1UL : 0)) * 0x9E3779B97F4A7C15;
        return (int)((mixed ^ (mixed >> 31) ^ (ulong)length) >> 20) & int.MaxValue;
    }
}
