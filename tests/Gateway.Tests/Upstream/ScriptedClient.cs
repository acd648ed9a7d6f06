using System.Text;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Tests.JsonRpc;
using Sidecar.Gateway.Upstream;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Upstream;

/// <summary>An upstream whose replies the test gives, when it wants; every call ends at its deadline.</summary>
internal sealed class ScriptedClient : IUpstreamClient
{
    private readonly Lock _lock = new();
    private readonly List<ScriptedCall> _calls = [];
    private readonly List<(int Count, TaskCompletionSource Done)> _waiters = [];
    private Func<ScriptedCall, string?> _respond = static _ => null;

    /// <summary>Answers a call at once if it returns JSON; null leaves it to the test.</summary>
    /// <remarks>Every call that is not among <see cref="Calls"/> when this is set is answered by what was set.</remarks>
    public Func<ScriptedCall, string?> Respond
    {
        get => Volatile.Read(ref _respond);
        set
        {
            lock (_lock)
            {
                _respond = value;
            }
        }
    }

    public IReadOnlyList<ScriptedCall> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    public Task<UpstreamReply> SendAsync(UpstreamRequest request, CancellationToken cancellationToken)
    {
        var call = new ScriptedCall(request, cancellationToken);
        Func<ScriptedCall, string?> respond;
        List<TaskCompletionSource> ready;
        lock (_lock)
        {
            respond = _respond;
            _calls.Add(call);
            ready = [.. _waiters.Where(waiter => waiter.Count <= _calls.Count).Select(waiter => waiter.Done)];
        }

        request.Meanwhile?.Invoke();
        if (respond(call) is { } json)
        {
            call.Reply(json);
        }

        ready.ForEach(done => done.TrySetResult());
        return call.Task;
    }

    /// <summary>The call with this index, as soon as it has been made.</summary>
    public async Task<ScriptedCall> CallAsync(int index)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiters.Add((index + 1, done));
            if (_calls.Count > index)
            {
                done.TrySetResult();
            }
        }

        await done.Task.WaitAsync(Patience.Default);
        return Calls[index];
    }
}

/// <summary>One call to a <see cref="ScriptedClient"/>.</summary>
internal sealed class ScriptedCall
{
    private readonly TaskCompletionSource<UpstreamReply> _reply =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly JsonSplice _content;

    public ScriptedCall(UpstreamRequest request, CancellationToken cancellationToken)
    {
        _content = request.Content;
        (Request, Text) = (request, Read(_content));
        var due = request.Deadline.ToCancellationSource();
        due.Token.Register(() => Fail(UpstreamFailure.TimedOut));
        cancellationToken.Register(() => Fail(UpstreamFailure.Canceled));
    }

    public UpstreamRequest Request { get; }

    /// <summary>What was sent, copied while it was sent.</summary>
    public string Text { get; }

    public Task<UpstreamReply> Task => _reply.Task;

    public bool IsAnswered => _reply.Task.IsCompleted;

    public void Reply(string json) => ReplyHttp(200, json);

    public void ReplyHttp(int statusCode, string body)
    {
        // The contract of UpstreamRequest: the bytes stay valid until the reply is there.
        Assert.Equal(Text, Read(_content));
        _reply.TrySetResult(UpstreamReply.Answered(
            statusCode, "application/json", null, BodyLease.Copy(Encoding.UTF8.GetBytes(body))));
    }

    public void Fail(UpstreamFailure failure) => _reply.TrySetResult(UpstreamReply.Failed(failure));

    private static string Read(in JsonSplice splice) =>
        Encoding.UTF8.GetString(splice.Head.Span) + splice.Body.Text() + Encoding.UTF8.GetString(splice.Tail.Span);
}
