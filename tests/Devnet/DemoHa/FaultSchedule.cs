using System.Diagnostics;

namespace Sidecar.Devnet.DemoHa;

/// <summary>Draws order and moments of the faults. The same seed and length give the same ones.</summary>
internal static class FaultSchedule
{
    /// <summary>All is well for so many blocks at first.</summary>
    private const int QuietSlots = 3;

    private static readonly FaultKind[] Kinds =
    [
        FaultKind.KillBeforeGetPayload, FaultKind.KillBeforeGetPayload,
        FaultKind.KillAfterAnswer, FaultKind.KillAfterAnswerAskOther,
        FaultKind.LoseLeader, FaultKind.LoseLeader,
        FaultKind.KillRedis, FaultKind.KillBuilder, FaultKind.FreezeGateway,
    ];

    public static int Count => Kinds.Length;

    /// <summary>Fewer blocks have no room for all faults.</summary>
    public static int BlocksMin => QuietSlots + Kinds.Sum(Room);

    public static IReadOnlyList<PlannedFault> Draw(int seed, int blocks)
    {
        var random = new Random(seed);
        var order = Kinds.ToArray();
        do
        {
            random.Shuffle(order);
        }
        while (!IsPossible(order));

        // The slots that nothing needs go before any fault, or behind the last one.
        var pauses = new int[order.Length + 1];
        for (var spare = blocks - BlocksMin; spare > 0; spare--)
        {
            pauses[random.Next(pauses.Length)]++;
        }

        var faults = new List<PlannedFault>();
        var slot = QuietSlots + 1;
        for (var i = 0; i < order.Length; i++)
        {
            slot += pauses[i];
            faults.Add(new(
                order[i],
                slot,
                TimeSpan.FromMilliseconds(random.Next(200, 700)),
                TimeSpan.FromMilliseconds(random.Next(3000, 4001)),
                random.Next(2) == 0));
            slot += Room(order[i]);
        }

        return faults;
    }

    /// <summary>Slots until everything should be as before.</summary>
    private static int Room(FaultKind kind) => kind switch
    {
        FaultKind.FreezeGateway => 3,
        FaultKind.KillBeforeGetPayload or FaultKind.KillAfterAnswer or FaultKind.KillAfterAnswerAskOther => 5,
        FaultKind.LoseLeader => 5,
        FaultKind.KillRedis => 6,

        // A real one takes some blocks until it makes any.
        FaultKind.KillBuilder => 10,
        _ => throw new UnreachableException(),
    };

    /// <summary>What needs two gateways happens to sequencer A, which has them, while it leads.</summary>
    private static bool IsPossible(FaultKind[] order)
    {
        var lead = Array.IndexOf(order, FaultKind.LoseLeader);
        var back = Array.LastIndexOf(order, FaultKind.LoseLeader);
        return order[lead..back].All(
            kind => kind is FaultKind.LoseLeader or FaultKind.KillRedis or FaultKind.KillBuilder);
    }
}
