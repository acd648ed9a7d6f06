using System.Globalization;
using Orleans.Hosting;
using Orleans.Storage;

namespace Orleans.Embedded.Tests.Redis;

/// <summary>A process of its own that increments a counter in Redis and says when it begins.</summary>
internal static class IncrementingProcess
{
    public static ChildProcess Start(string endpoint, string key, int times) => ChildProcess.Start(
        "dotnet", [typeof(IncrementingProcess).Assembly.Location, endpoint, key, $"{times}"]);

    public static async Task<int> RunAsync(string[] args)
    {
        await using var host = EmbeddedHost.Start(grains => grains
            .AddGrain<CounterGrain>()
            .AddRedisGrainStorage("store", options => RedisFixture.Configure(options, args[0])));
        var grain = host.Grain<ICounterGrain>(args[1]);
        await grain.Read(CancellationToken.None);
        Console.WriteLine("begins");
        await IncrementAsync(grain, int.Parse(args[2], CultureInfo.InvariantCulture));
        Console.WriteLine("done");
        return 0;
    }

    /// <summary>Increments so many times, again after conflicts that outlasted the engine's own retries.</summary>
    public static async Task IncrementAsync(ICounterGrain grain, int times)
    {
        while (times > 0)
        {
            try
            {
                await grain.Increment(CancellationToken.None);
                times--;
            }
            catch (InconsistentStateException)
            {
            }
        }
    }
}
