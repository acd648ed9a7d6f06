using System.Text.Json;

namespace Sidecar.Gateway.Doctor.Upstreams;

internal static class ClientJudgement
{
    public static readonly FindingKind Told = FindingKind.Ok("client.ok");
    public static readonly FindingKind Untold = FindingKind.Ok("client.untold");

    public static Finding Judge(string? client) => string.IsNullOrWhiteSpace(client)
        ? Untold.Is("It does not tell which client it is.")
        : Told.Is($"It is {ForeignText.Clean(client)}.");

    /// <summary>The first of the clients behind the port; null if the answer is another.</summary>
    public static string? ReadEngine(ProbeReply reply)
    {
        if (reply.Result is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0
            || list[0] is not { ValueKind: JsonValueKind.Object } client)
        {
            return null;
        }

        return $"{Member(client, "name")} {Member(client, "version")}".Trim();
    }

    private static string Member(JsonElement client, string name) =>
        client.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
