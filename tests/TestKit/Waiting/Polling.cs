using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Sidecar.TestKit;

/// <summary>Asks for the state of another process again and again: there is nothing else to wait on.</summary>
public static class Polling
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(30);

    /// <summary>Ends when the condition holds, looking some forty times a second.</summary>
    /// <param name="holds">Asks the other process.</param>
    /// <param name="timeout">30 seconds unless told otherwise.</param>
    /// <param name="what">The condition, for the failure's text; that of the code unless told otherwise.</param>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public static async Task UntilAsync(
        Func<Task<bool>> holds, TimeSpan? timeout = null, [CallerArgumentExpression(nameof(holds))] string what = "")
    {
        var patience = timeout ?? DefaultPatience;
        var waiting = Stopwatch.StartNew();
        while (!await holds())
        {
            if (waiting.Elapsed > patience)
            {
                throw new TimeoutException($"Not so within {patience.TotalSeconds} s: {what}");
            }

            await Task.Delay(BetweenLooks);
        }
    }
}
