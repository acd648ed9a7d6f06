namespace Orleans.Embedded.Tests;

public sealed class CrossingGrain(Stage stage) : Grain, ICrossingGrain
{
    public async Task EnterAndCall(string gate, string other)
    {
        await stage.PassAsync(gate);
        var call = GrainFactory.GetGrain<ICrossingGrain>(other).Ping();
        await stage.PassAsync($"called from {this.GetPrimaryKeyString()}");
        await call;
    }

    public Task Ping() => Task.CompletedTask;
}
