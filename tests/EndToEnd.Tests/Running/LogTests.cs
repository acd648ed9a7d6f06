using System.Text.Json;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Running;

[Trait("Category", "E2E")]
public sealed class LogTests : IDisposable
{
    private readonly GatewayCommand _command = new();

    [Fact]
    public async Task Blocks_EachMade_AreOneLineEach()
    {
        await using var rig = await BuildRig.StartAsync();
        (await rig.OpNode.MakeBlockAsync()).EnsureMade();
        await rig.Gateway.Process.WaitForLineAsync("Block 1 0x");
        await rig.Gateway.Process.WaitForLineAsync("The cluster answers.");
        await rig.Gateway.Process.WaitForLineAsync("Builder state went from Unknown to Synced.");
        var linesBefore = rig.Gateway.Process.Lines.Count;

        var blocks = await rig.OpNode.MakeBlocksAsync(5);
        using (rig.Builder.Faults.On("engine_getPayload", Fault.RpcError(-38001, "Unknown payload")))
        {
            blocks = [.. blocks, .. await rig.OpNode.MakeBlocksAsync(1)];
        }

        await rig.Gateway.Process.WaitForLineAsync("Block 7 0x");
        var lines = rig.Gateway.Process.Lines.Skip(linesBefore).ToList();
        Assert.Equal(6, lines.Count);
        Assert.All(lines.Zip(blocks), pair =>
        {
            Assert.Contains(" info: ", pair.First, StringComparison.Ordinal);
            Assert.Contains($"Block {pair.Second.Number} {pair.Second.Hash}", pair.First, StringComparison.Ordinal);
        });
        Assert.All(lines.Take(5), line => Assert.Contains("from Builder (None)", line, StringComparison.Ordinal));
        Assert.Contains("from Local (BuilderError)", lines[5], StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_Given_GetsTheLinesThatStandardOutputDoesNot()
    {
        var path = Path.Combine(_command.Directory, "gateway.log");
        await File.WriteAllTextAsync(path, "from before\n");
        await using (var rig = await BuildRig.StartAsync("--log-file", path))
        {
            (await rig.OpNode.MakeBlockAsync()).EnsureMade();
            rig.Gateway.Process.Terminate();
            await rig.Gateway.Process.WaitForExitAsync(TimeSpan.FromSeconds(30));
            Assert.Empty(rig.Gateway.Process.Output);
        }

        var lines = await File.ReadAllLinesAsync(path);
        Assert.Equal("from before", lines[0]);
        Assert.Single(lines, line => line.Contains("Block 1 0x", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_AskedFor_EveryLineIsOneObjectWithTheFactsApart()
    {
        await using var rig = await BuildRig.StartAsync([.. BuildRig.GenerousTimes, "--log-format", "json"]);
        var block = (await rig.OpNode.MakeBlockAsync()).EnsureMade();
        await rig.Gateway.Process.WaitForLineAsync("Block 1 0x");

        var events = rig.Gateway.Process.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();

        var made = Assert.Single(events, json => json.GetProperty("EventId").GetInt32() == 3101);
        Assert.Equal("Information", made.GetProperty("LogLevel").GetString());
        Assert.Equal(block.Hash, made.GetProperty("State").GetProperty("BlockHash").GetString());
        Assert.EndsWith("Z ", made.GetProperty("Timestamp").GetString(), StringComparison.Ordinal);
    }

    public void Dispose() => _command.Dispose();
}
