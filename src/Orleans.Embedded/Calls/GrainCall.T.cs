namespace Orleans.Embedded;

/// <summary>A call with its typed answer.</summary>
internal sealed class GrainCall<T>(GrainMethod method, object?[] arguments, long receivedAt, CancellationToken token)
    : GrainCall(method, arguments, receivedAt, token)
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _run;

    public Task<T> Answered => _answer.Task;

    public override bool IsAnswered => _answer.Task.IsCompleted;

    public override void Fail(Exception failure)
    {
        if (_answer.TrySetException(failure))
        {
            StopObservingToken();
        }
    }

    protected override Task StartMethod(Grain grain, object?[] arguments) => _run = Method.Invoke(grain, arguments);

    protected override void Answer(Exception? failure)
    {
        switch (failure)
        {
            case null when _run is Task<T> run:
                _answer.TrySetResult(run.GetAwaiter().GetResult());
                break;
            case null:
                _answer.TrySetResult(default!);
                break;
            case OperationCanceledException cancelled:
                _answer.TrySetCanceled(cancelled.CancellationToken);
                break;
            default:
                _answer.TrySetException(failure);
                break;
        }

        _run = null;
        StopObservingToken();
    }

    protected override void AnswerCancelled(CancellationToken token) => _answer.TrySetCanceled(token);
}
