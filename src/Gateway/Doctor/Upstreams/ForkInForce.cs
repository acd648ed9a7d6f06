using System.Text.Json;

namespace Sidecar.Gateway.Doctor.Upstreams;

/// <summary>Which versions of the three methods make blocks like this one, as far as a header shows it.</summary>
/// <param name="Name">The OP Stack's name of the latest fork that the header shows.</param>
/// <param name="NewPayload">Version of newPayload.</param>
/// <param name="GetPayload">Lowest version of getPayload.</param>
internal sealed record ForkInForce(string Name, int NewPayload, int GetPayload)
{
    /// <summary>
    /// When Karst began on the chains of the shared schedule: 2026-07-08 16:00:01 UTC. It changes getPayload to V5 and
    /// nothing in a header.
    /// </summary>
    public const ulong KarstTimestamp = 1783526401;

    private const int JovianExtraDataDigits = 2 * 17;

    private static readonly ForkInForce Canyon = new("before Ecotone", 2, 2);
    private static readonly ForkInForce Ecotone = new("Ecotone", 3, 3);
    private static readonly ForkInForce Isthmus = new("Isthmus", 4, 4);
    private static readonly ForkInForce Jovian = new("Jovian", 4, 4);

    /// <summary>Whether getPayload V5 may be wanted now or by the next fork.</summary>
    public bool MayBeKarst => NewPayload == 4;

    public static ForkInForce Read(JsonElement block)
    {
        if (!Has(block, "parentBeaconBlockRoot"))
        {
            return Canyon;
        }

        if (!Has(block, "requestsHash"))
        {
            return Ecotone;
        }

        // Jovian's extraData begins with its version, 1.
        return block.TryGetProperty("extraData", out var extra) && extra.ValueKind == JsonValueKind.String
            && extra.GetString() is { Length: 2 + JovianExtraDataDigits } text
            && text.StartsWith("0x01", StringComparison.Ordinal)
            ? Jovian : Isthmus;
    }

    private static bool Has(JsonElement block, string name) =>
        block.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String;
}
