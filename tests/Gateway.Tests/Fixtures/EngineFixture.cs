using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Sidecar.Gateway.Tests.Fixtures;

/// <summary>A recorded exchange with a real execution client.</summary>
internal sealed record EngineFixture(string Name, byte[] Request, byte[] Response)
{
    private const string Folder = "engine/";

    private static readonly Assembly Assembly = typeof(EngineFixture).Assembly;

    public static IReadOnlyList<EngineFixture> All { get; } =
    [
        .. Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => Load(name[Folder.Length..])),
    ];

    public string RequestText => Encoding.UTF8.GetString(Request);

    public string ResponseText => Encoding.UTF8.GetString(Response);

    public static EngineFixture Load(string name)
    {
        using var stream = Assembly.GetManifestResourceStream(Folder + name)
            ?? throw new InvalidOperationException($"There is no fixture {name}.");
        using var json = JsonDocument.Parse(stream);
        return new EngineFixture(name, Body(json, "request"), Body(json, "response"));
    }

    private static byte[] Body(JsonDocument json, string side) =>
        json.RootElement.GetProperty(side).TryGetProperty("bodyText", out var text)
            ? Encoding.UTF8.GetBytes(text.GetString() ?? "")
            : [];
}
