namespace Orleans.Embedded.Tests;

public abstract class ProbeGrainBase(Stage stage) : Grain, IProbeGrain
{
    private Task? _later;

    public Task Ordinary(string gate, CancellationToken cancellationToken) => stage.PassAsync(gate, cancellationToken);

    public Task Look(string gate, CancellationToken cancellationToken) => stage.PassAsync(gate, cancellationToken);

    public Task Interleave(string gate, CancellationToken cancellationToken) =>
        stage.PassAsync(gate, cancellationToken);

    public async Task Note(int number)
    {
        stage.Note($"+{number}");
        await Task.Yield();
        stage.Note($"-{number}");
    }

    public Task CallOther(string key, string method) => Call(key, method);

    public Task LookAtOther(string key, string method) => Call(key, method);

    public async Task CallSelfLater(string gate)
    {
        var self = Other(this.GetPrimaryKeyString());
        _later = Task.Run(async () =>
        {
            await stage.PassAsync(gate);
            await self.Note(1);
            await stage.PassAsync("done");
        });
        await stage.Entered(gate);
    }

    private Task Call(string key, string method)
    {
        var other = Other(key);
        return method switch
        {
            "ordinary" => other.Note(0),
            "look" => other.Look("nested", CancellationToken.None),
            "interleave" => other.Interleave("nested", CancellationToken.None),
            "back" => other.CallOther(this.GetPrimaryKeyString(), "ordinary"),
            _ => throw new ArgumentOutOfRangeException(nameof(method)),
        };
    }

    private IProbeGrain Other(string key) => GrainFactory.GetGrain<IProbeGrain>(key, GetType().FullName);
}
