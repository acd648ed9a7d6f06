namespace Orleans.Embedded.Tests;

public sealed class TurnsGrain : Grain, ITurnsGrain
{
    private int _inside;

    public async Task<int> TakeTurns(int count)
    {
        var overlaps = 0;
        for (var turn = 0; turn < count; turn++)
        {
            overlaps += Interlocked.Increment(ref _inside) - 1;
            Thread.SpinWait(50);
            Interlocked.Decrement(ref _inside);
            await Task.Yield();
        }

        return overlaps;
    }
}
