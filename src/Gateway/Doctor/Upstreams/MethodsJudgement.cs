using System.Collections.Frozen;
using System.Text.Json;
using Sidecar.Contracts;

namespace Sidecar.Gateway.Doctor.Upstreams;

internal static class MethodsJudgement
{
    public const string GetPayloadV4 = "engine_getPayloadV4";
    public const string GetPayloadV5 = "engine_getPayloadV5";

    public static readonly FindingKind Complete = FindingKind.Ok("methods.ok");
    public static readonly FindingKind NotTheEngineApi = FindingKind.Error("methods.not-the-engine-api");
    public static readonly FindingKind Untold = FindingKind.Warning("methods.untold");
    public static readonly FindingKind Missing = FindingKind.Error("methods.missing");
    public static readonly FindingKind BeforeKarst = FindingKind.Warning("methods.before-karst");

    /// <summary>The names in the answer; null if it is no list of names.</summary>
    public static IReadOnlySet<string>? Read(ProbeReply reply)
    {
        if (reply.Result is not { ValueKind: JsonValueKind.Array } list)
        {
            return null;
        }

        var names = list.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String)
            .Select(name => name.GetString()!).ToFrozenSet(StringComparer.Ordinal);
        return names.Count > 0 ? names : null;
    }

    /// <summary>What op-node sends at this fork, apart from getPayload V5, which no header tells of.</summary>
    public static IEnumerable<string> Needed(ForkInForce fork)
    {
        // op-node sends updates without attributes as V3, on every fork.
        yield return "engine_forkchoiceUpdatedV3";
        yield return $"engine_newPayloadV{fork.NewPayload}";
        if (!fork.MayBeKarst)
        {
            yield return $"engine_getPayloadV{fork.GetPayload}";
        }
    }

    /// <summary>Judges the answer for the fork of the head.</summary>
    public static Finding Judge(
        UpstreamTarget target, IReadOnlySet<string>? methods, ProbeReply reply, HeadFacts? head)
    {
        if (methods is null)
        {
            return reply.ErrorCode == EngineErrorCodes.MethodNotFound
                ? NotTheEngineApi.Is(
                    "It does not know engine_exchangeCapabilities, which every Engine API has.",
                    $"correct {target.UrlOption}: this looks like the client's ordinary RPC port; the other is "
                    + "usually 8551.")
                : Untold.Is(
                    "It does not tell which Engine API methods it has.",
                    "see its version: it must know those of the fork in force.");
        }

        var fork = head?.Fork;
        List<string> missing = fork is null ? [] : [.. Needed(fork).Where(name => !methods.Contains(name))];
        if (fork is { MayBeKarst: true } && !methods.Contains(GetPayloadV5) && !methods.Contains(GetPayloadV4))
        {
            missing.Add(GetPayloadV4);
        }

        if (missing.Count > 0)
        {
            return Missing.Is(
                $"It lacks {string.Join(" and ", missing)}, which the chain needs (its head is of {fork!.Name}).",
                "update the client, or correct its chain configuration.");
        }

        return fork is { MayBeKarst: true } && !methods.Contains(GetPayloadV5)
            ? BeforeKarst.Is(
                $"It lacks {GetPayloadV5}, by which op-node fetches blocks from Karst on.",
                "update the client before Karst; if Karst is in force already, now.")
            : Complete.Is(fork is null
                ? "It has the Engine API; for which fork could not be told."
                : $"It has the methods that op-node uses at {fork.Name}.");
    }
}
