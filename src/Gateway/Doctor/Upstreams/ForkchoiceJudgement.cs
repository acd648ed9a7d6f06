using System.Globalization;
using System.Text.Json;

namespace Sidecar.Gateway.Doctor.Upstreams;

internal static class ForkchoiceJudgement
{
    public static readonly FindingKind Valid = FindingKind.Ok("forkchoice.ok");
    public static readonly FindingKind NotSent = FindingKind.Ok("forkchoice.not-sent");
    public static readonly FindingKind NotValid = FindingKind.Error("forkchoice.not-valid");
    public static readonly FindingKind Refused = FindingKind.Error("forkchoice.refused");
    public static readonly FindingKind UnaskedBuild = FindingKind.Error("forkchoice.unasked-build");

    /// <summary>A client whose head is younger gets blocks, and is left alone.</summary>
    public static readonly TimeSpan RestMin = TimeSpan.FromMinutes(1);

    /// <summary>Why nothing is sent; null if it may be.</summary>
    public static Finding? Moves(HeadFacts head, DateTimeOffset now)
    {
        var age = now.ToUnixTimeSeconds() - (long)head.Timestamp;
        return age >= RestMin.TotalSeconds ? null : NotSent.Is(string.Create(
            CultureInfo.InvariantCulture,
            $"Nothing was sent: its head is {Math.Max(0, age)} s old, so blocks come, and it could be too late."));
    }

    public static Finding Judge(ProbeReply reply)
    {
        if (reply.Result is not { ValueKind: JsonValueKind.Object } result)
        {
            var said = reply.ErrorMessage is null
                ? $"HTTP {reply.StatusCode}" : $"{reply.ErrorCode}, {ForeignText.Quote(reply.ErrorMessage)}";
            return Refused.Is(
                $"It refuses a forkchoiceUpdated that names its own head ({said}).",
                "see its log, and whether its port is the Engine API of the chain's fork.");
        }

        var status = result.TryGetProperty("payloadStatus", out var payload)
            && payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty("status", out var text)
            ? text.ToString() : "";
        if (status != "VALID")
        {
            return NotValid.Is(
                $"It answers {ForeignText.Quote(status)} to a forkchoiceUpdated that names its own head.",
                "it is syncing or damaged: see its log.");
        }

        return result.TryGetProperty("payloadId", out var id) && id.ValueKind != JsonValueKind.Null
            ? UnaskedBuild.Is(
                "It answers a forkchoiceUpdated without attributes with a payload id: it builds what nobody asked for.",
                "report it to the client's makers.")
            : Valid.Is("It calls its own head VALID and starts no build.");
    }
}
