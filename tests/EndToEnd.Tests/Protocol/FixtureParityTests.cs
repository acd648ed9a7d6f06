using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Protocol;

/// <summary>Every recorded exchange of a real client, replayed through a gateway with and without a builder.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "1")]
public sealed class FixtureParityTests(FixtureParityTests.Setup setup) : IClassFixture<FixtureParityTests.Setup>
{
    private const string Folder = "engine/";

    /// <summary>The one body that no gateway can route: it is refused here and not by local.</summary>
    private const string NotJson = "error.invalidJson";

    public static TheoryData<string> Names =>
    [
        .. typeof(FixtureParityTests).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..]),
    ];

    [Fact]
    public void Fixtures_All_AreThere() => Assert.Equal(41, Names.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public Task Exchange_NoBuilder_IsLocalsByteForByte(string name) => ReplayAsync(setup.Alone, name);

    [Theory]
    [MemberData(nameof(Names))]
    public Task Exchange_IdleBuilder_IsLocalsByteForByte(string name) => ReplayAsync(setup.WithBuilder, name);

    private async Task ReplayAsync(GatewayUnderTest gateway, string name)
    {
        var (requestBody, response) = Load(name);
        setup.Response = response;
        setup.Local.Requests.Clear();
        using var rpc = new EngineRpc(gateway.EngineUrl, null) { Token = () => Authorization(gateway, name) };

        var call = await rpc.PostRawAsync(requestBody);

        if (name.StartsWith("jwt.", StringComparison.Ordinal))
        {
            Assert.Equal((401, response.Status), (call.Status, response.Status));
            Assert.DoesNotContain(setup.Local.Requests, request => request.Body.AsSpan().SequenceEqual(requestBody));
            return;
        }

        if (name == NotJson)
        {
            Assert.Equal((200, -32700), (call.Status, call.ErrorCode));
            return;
        }

        Assert.Equal((response.Status, response.ContentType), (call.Status, call.ContentType));
        Assert.Equal(Encoding.UTF8.GetString(response.Body), call.BodyText);
        Assert.Contains(setup.Local.Requests, request => request.Body.AsSpan().SequenceEqual(requestBody));
    }

    private static string? Authorization(GatewayUnderTest gateway, string name) => name switch
    {
        "jwt.missing" => null,
        "jwt.wrongSecret" => "Bearer " + Jwt.Mint(Jwt.NewSecret()),
        "jwt.staleIat" => "Bearer " + Jwt.Mint(gateway.JwtSecret, DateTimeOffset.UtcNow.AddSeconds(-120)),
        _ => gateway.Bearer(),
    };

    private static (byte[] Request, Recorded Response) Load(string name)
    {
        using var stream = typeof(FixtureParityTests).Assembly.GetManifestResourceStream(Folder + name)!;
        using var json = JsonDocument.Parse(stream);
        var response = json.RootElement.GetProperty("response");
        var headers = response.GetProperty("headers");
        var contentType = headers.TryGetProperty("content-type", out var type) ? type.GetString() : null;
        return (
            Body(json.RootElement.GetProperty("request")),
            new Recorded(response.GetProperty("status").GetInt32(), contentType, Body(response)));
    }

    private static byte[] Body(JsonElement side) =>
        side.TryGetProperty("bodyText", out var text) ? Encoding.UTF8.GetBytes(text.GetString()!) : [];

    public sealed record Recorded(int Status, string? ContentType, byte[] Body);

    public sealed class Setup : IAsyncLifetime
    {
        private SimulatedClient _builder = null!;

        /// <summary>What local answers to everything: the tests of a class run one after the other.</summary>
        public Recorded Response { get; set; } = new(503, null, []);

        internal ScriptedServer Local { get; private set; } = null!;

        internal GatewayUnderTest Alone { get; private set; } = null!;

        internal GatewayUnderTest WithBuilder { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Local = await ScriptedServer.StartAsync(AnswerAsync);
            _builder = await SimulatedClient.StartAsync(SimulatedClientOptions.Builder());
            Alone = GatewayUnderTest.Start(Local.Url, Jwt.NewSecret(), null, null);
            WithBuilder = GatewayUnderTest.Start(Local.Url, Jwt.NewSecret(), _builder.Url, _builder.JwtSecret);
            await Alone.WaitForAsync("livez", System.Net.HttpStatusCode.OK);
            await WithBuilder.WaitForAsync("livez", System.Net.HttpStatusCode.OK);
        }

        public async Task DisposeAsync()
        {
            await WithBuilder.DisposeAsync();
            await Alone.DisposeAsync();
            await _builder.DisposeAsync();
            await Local.DisposeAsync();
        }

        private async Task AnswerAsync(HttpContext http, ScriptedRequest request)
        {
            http.Response.StatusCode = Response.Status;
            http.Response.ContentType = Response.ContentType;
            http.Response.ContentLength = Response.Body.Length;
            await http.Response.Body.WriteAsync(Response.Body);
        }
    }
}
