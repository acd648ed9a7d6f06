namespace Sidecar.Fuzz.Tests.Targets;

/// <summary>A part of the gateway that reads bytes of others, with oracles for what it must make of them.</summary>
internal abstract class FuzzTarget
{
    public static readonly IReadOnlyList<string> Names =
        ["requests", "parameters", "payloads", "statuses", "polls", "tokens", "bodies", "answers", "callers", "batches", "walks"];

    /// <summary>Draws one input and judges what becomes of it: throws for a finding.</summary>
    public abstract void Run(FuzzInput input);

    public static FuzzTarget Create(string name) => name switch
    {
        "requests" => new RequestTarget(),
        "parameters" => new ParametersTarget(),
        "payloads" => new PayloadTarget(),
        "statuses" => new StatusTarget(),
        "polls" => new PollTarget(),
        "tokens" => new TokenTarget(),
        "bodies" => new BodyTarget(),
        "answers" => new AnswerTarget(),
        "callers" => new CallerTarget(),
        "batches" => new BatchTarget(),
        "walks" => new WalkTarget(),
        _ => throw new ArgumentException($"{name} is no target; there are {string.Join(", ", Names)}."),
    };
}
