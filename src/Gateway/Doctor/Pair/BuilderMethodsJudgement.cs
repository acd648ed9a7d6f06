using System.Globalization;
using Sidecar.Gateway.Doctor.Upstreams;

namespace Sidecar.Gateway.Doctor.Pair;

internal static class BuilderMethodsJudgement
{
    public static readonly FindingKind Same = FindingKind.Ok("builder-methods.ok");
    public static readonly FindingKind Lacks = FindingKind.Error("builder-methods.lacks");
    public static readonly FindingKind WillLack = FindingKind.Warning("builder-methods.will-lack");

    private static readonly string[] Building =
        ["engine_forkchoiceUpdatedV", "engine_getPayloadV", "engine_newPayloadV"];

    /// <summary>
    /// Judges what local has and the builder lacks. Versions of forks before the head's are nobody's business any more,
    /// later ones are a warning, and getPayload V5 is an error on a chain that is likely to use it.
    /// </summary>
    public static Finding Judge(IReadOnlySet<string> local, IReadOnlySet<string> builder, HeadFacts head)
    {
        var isPast = head.Fork.MayBeKarst && head.Timestamp >= ForkInForce.KarstTimestamp;
        var lacking = local.Where(name => !builder.Contains(name) && IsUsed(name, head.Fork))
            .Where(name => !(isPast && name == MethodsJudgement.GetPayloadV4))
            .Order(StringComparer.Ordinal).ToList();
        var now = lacking.Where(name => IsNeeded(name, head)).ToList();
        if (now.Count > 0)
        {
            return Lacks.Is(
                $"Local has {string.Join(", ", now)} and the builder does not: op-node's calls fail there, and all "
                + "blocks are local's.",
                "update the builder to a version for the fork in force.");
        }

        return lacking.Count > 0
            ? WillLack.Is(
                $"Local has {string.Join(", ", lacking)} and the builder does not: from the fork on that uses it, "
                + "all blocks are local's.",
                "update the builder before that fork.")
            : Same.Is("It has every method for blocks of this fork and later that local has.");
    }

    private static bool IsNeeded(string name, HeadFacts head) =>
        MethodsJudgement.Needed(head.Fork).Contains(name) || (head.Fork.MayBeKarst && name == GetPayloadOf(head));

    private static string GetPayloadOf(HeadFacts head) => head.Timestamp >= ForkInForce.KarstTimestamp
        ? MethodsJudgement.GetPayloadV5 : MethodsJudgement.GetPayloadV4;

    private static bool IsUsed(string name, ForkInForce fork)
    {
        var prefix = Array.Find(Building, prefix => name.StartsWith(prefix, StringComparison.Ordinal));
        return prefix is not null
            && int.TryParse(
                name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && version >= Array.IndexOf(Building, prefix) switch
            {
                0 => 3,
                1 => fork.GetPayload,
                _ => fork.NewPayload,
            };
    }
}
