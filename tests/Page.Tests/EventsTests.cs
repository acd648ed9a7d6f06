using System.Net;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.Page.Tests;

/// <summary>The stream of events of a running gateway.</summary>
[Trait("Category", "E2E")]
public sealed class EventsTests
{
    private const string Events = "api/v1/events";

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Stream_Left_GoesOnAfterTheLastEvent()
    {
        await using var rig = await BuildRig.StartAsync();
        using var http = new HttpClient { BaseAddress = rig.Gateway.OperationsUrl };
        string id;
        await using (var stream = await ListenAsync(http))
        {
            await rig.OpNode.MakeBlocksAsync(1);
            id = (await ReadUntilAsync(stream, "id: "))["id: ".Length..];
        }

        await rig.OpNode.MakeBlocksAsync(1);
        await using var again = await ListenAsync(http, id);
        var next = await ReadUntilAsync(again, "data: {\"key\"");

        Assert.Contains($"\"number\":2,", await UntilBlockTwoAsync(again, next), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_Open_EverythingElseComesEachSecond()
    {
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        await using var gateway = await GatewayUnderTest.StartAsync(local, null);
        using var http = new HttpClient { BaseAddress = gateway.OperationsUrl };

        await using var stream = await ListenAsync(http);

        foreach (var name in (string[])["blocks_source", "builders", "cluster", "health"])
        {
            await ReadUntilAsync(stream, $"event: {name}");
        }
    }

    [Fact]
    public async Task Stream_GatewayIsToldToStop_DoesNotHoldItUp()
    {
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        await using var gateway = await GatewayUnderTest.StartAsync(local, null, "--shutdown-timeout", "60000");
        using var http = new HttpClient { BaseAddress = gateway.OperationsUrl };
        await using var stream = await ListenAsync(http);

        gateway.Process.Terminate();

        Assert.Equal(0, await gateway.Process.WaitForExitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Stream_TooManyListeners_AreRefusedAndLetInLater()
    {
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        await using var gateway = await GatewayUnderTest.StartAsync(local, null);
        using var http = new HttpClient { BaseAddress = gateway.OperationsUrl };
        var streams = new List<Stream>();
        for (var listener = 0; listener < 32; listener++)
        {
            streams.Add(await ListenAsync(http));
        }

        using var refused = await http.GetAsync(Events);
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter?.Delta);
    }

    private static async Task<string> UntilBlockTwoAsync(Stream stream, string line)
    {
        // What was learnt of the first block after its first event may come before the second block.
        while (!line.Contains("\"number\":2,", StringComparison.Ordinal))
        {
            line = await ReadUntilAsync(stream, "data: {\"key\"");
        }

        return line;
    }

    private static async Task<Stream> ListenAsync(HttpClient http, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Events);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        return await answer.Content.ReadAsStreamAsync();
    }

    private static async Task<string> ReadUntilAsync(Stream stream, string start)
    {
        using var patience = new CancellationTokenSource(Long);
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, patience.Token) > 0)
        {
            if (one[0] != '\n')
            {
                line.Add(one[0]);
                continue;
            }

            var text = System.Text.Encoding.UTF8.GetString([.. line]);
            if (text.StartsWith(start, StringComparison.Ordinal))
            {
                return text;
            }

            line.Clear();
        }

        throw new EndOfStreamException($"No line that begins with {start}.");
    }
}
