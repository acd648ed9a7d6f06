using System.Diagnostics;
using System.Text;

namespace Sidecar.Fuzz.Tests.Wire;

/// <summary>A well-formed caller: every answer must be exactly the right one, whatever others do meanwhile.</summary>
internal sealed class ControlCaller(Uri url) : IDisposable
{
    private readonly List<TimeSpan> _times = [];
    private WireConnection? _connection;
    private long _number;

    /// <summary>Calls answered.</summary>
    public int Calls => _times.Count;

    /// <summary>Blocks of the builder among the answers.</summary>
    public int BuilderBlocks { get; private set; }

    /// <summary>Blocks of local among the answers.</summary>
    public int LocalBlocks { get; private set; }

    /// <summary>
    /// Calls that were made again, as op-node does after an HTTP error: a stub has closed, without a word, two connections
    /// one after the other just as they were taken for the call and its repetition.
    /// </summary>
    public int Repeated { get; private set; }

    /// <summary>The slowest answer.</summary>
    public TimeSpan Slowest => _times.Count == 0 ? TimeSpan.Zero : _times.Max();

    /// <summary>The call in the middle.</summary>
    public TimeSpan Median => _times.Count == 0 ? TimeSpan.Zero : _times.Order().ElementAt(_times.Count / 2);

    /// <summary>A build from its start to its block, and a call that is passed through. Throws for a finding.</summary>
    public async Task RunAsync()
    {
        var number = Marker.Control(++_number);
        await ExpectAsync(number, Exchanges.StartBuild(number));
        var block = await CallAsync(number, Exchanges.GetPayload(number));
        var ofLocal = Exchanges.Answer(number, Exchanges.GetPayload(number), isBuilder: false);
        var ofBuilder = Exchanges.Answer(number, Exchanges.GetPayload(number), isBuilder: true);
        FindingException.Unless(block == ofLocal || block == ofBuilder, "Nobody's block.", ofBuilder, block);
        BuilderBlocks += block == ofBuilder ? 1 : 0;
        LocalBlocks += block == ofLocal ? 1 : 0;
        var again = await CallAsync(number, Exchanges.GetPayload(number));
        FindingException.Unless(again == block, "Another block.", block, again);
        await ExpectAsync(number, Exchanges.NewPayload(number));
        await ExpectAsync(number, Exchanges.Other(number, 10));
    }

    public void Dispose() => _connection?.Dispose();

    private async Task ExpectAsync(long number, string request)
    {
        var (expected, answer) = (Exchanges.Answer(number, request, isBuilder: false), await CallAsync(number, request));
        FindingException.Unless(answer == expected, "Not the right answer.", expected, answer);
    }

    private async Task<string> CallAsync(long number, string request)
    {
        var answer = await TryCallAsync(number, request);
        if (answer is { Status: 502 })
        {
            Repeated++;
            answer = await TryCallAsync(number, request);
        }

        FindingException.Unless(
            answer is { IsWhole: true, Status: 200 }, "A well-formed call failed.", request, answer?.Head ?? "closed");
        return answer!.Body;
    }

    private async Task<HttpMessageText?> TryCallAsync(long number, string request)
    {
        _connection ??= await WireConnection.OpenAsync(url);
        var started = Stopwatch.GetTimestamp();
        await _connection.SendAsync(WireConnection.Request(number, Encoding.Latin1.GetBytes(request)));
        var answer = await _connection.ReadAsync();
        _times.Add(Stopwatch.GetElapsedTime(started));
        if (answer is not { IsWhole: true })
        {
            Dispose();
            _connection = null;
        }

        return answer;
    }
}
