using System.Threading.Channels;
using Sidecar.Gateway.Health;

namespace Sidecar.Gateway.Tests.Health;

/// <summary>A client whose every answer the test gives by hand.</summary>
internal sealed class ScriptedHeadSource : IHeadSource
{
    private readonly Channel<TaskCompletionSource<HeadPollResult>> _polls =
        Channel.CreateUnbounded<TaskCompletionSource<HeadPollResult>>();

    public int PollCount { get; private set; }

    public async ValueTask<HeadPollResult> PollAsync(CancellationToken cancellationToken)
    {
        PollCount++;
        var poll = new TaskCompletionSource<HeadPollResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(_polls.Writer.TryWrite(poll));
        return await poll.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Waits for the next poll, which hangs until it is answered.</summary>
    public async Task<TaskCompletionSource<HeadPollResult>> NextAsync() =>
        await _polls.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public async Task AnswerAsync(HeadPollResult result) => (await NextAsync()).SetResult(result);
}
