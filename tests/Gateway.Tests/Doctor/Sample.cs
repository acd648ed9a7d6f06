using System.Text.Json;
using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.Doctor;
using Sidecar.Gateway.Doctor.Upstreams;

namespace Sidecar.Gateway.Tests.Doctor;

/// <summary>Facts to judge.</summary>
internal static class Sample
{
    public const ulong BeforeKarst = ForkInForce.KarstTimestamp - 1000;

    public static readonly ForkInForce Canyon = Fork("{}");

    public static readonly ForkInForce Ecotone = Fork("""{"parentBeaconBlockRoot":"0x00"}""");

    public static readonly ForkInForce Isthmus = Fork("""{"parentBeaconBlockRoot":"0x00","requestsHash":"0x00"}""");

    public static readonly UpstreamTarget Local = Target(Subjects.Local);

    public static readonly UpstreamTarget Builder = Target(Subjects.Builder);

    public static ForkInForce Fork(string block)
    {
        using var json = JsonDocument.Parse(block);
        return ForkInForce.Read(json.RootElement);
    }

    public static HeadFacts Head(
        ulong number = 100, ulong timestamp = BeforeKarst, ForkInForce? fork = null, char digit = 'a') =>
        new(number, Hash(digit), timestamp, fork ?? Isthmus);

    public static string Hash(char digit) => "0x" + new string(digit, 64);

    /// <summary>An answer with HTTP 200 and this result.</summary>
    public static ProbeReply Result(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new() { StatusCode = 200, Result = document.RootElement.Clone() };
    }

    public static ProbeReply Error(int code, string message) =>
        new() { StatusCode = 200, ErrorCode = code, ErrorMessage = message };

    public static ProbeReply Http(int status, string text) => new() { StatusCode = status, Text = text };

    public static HashSet<string> Methods(params string[] names) => [.. names.Select(name => "engine_" + name)];

    public static Dictionary<string, string> Info(params (string Name, string Value)[] lines) =>
        lines.ToDictionary(line => line.Name, line => line.Value);

    private static UpstreamTarget Target(string subject)
    {
        Assert.True(JwtSecret.TryParse(new string('1', 64), out var secret, out _));
        return new(subject, new Uri("http://client.example:8551"), "--its-url", secret, "--its-secret");
    }
}
