using System.Text;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Tests.JsonRpc;
using Sidecar.Gateway.Tests.Upstream;
using Sidecar.Gateway.Upstream;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Builders;

public sealed class MinerSettingsTests : IAsyncDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(250);

    private readonly ManualTimeProvider _time = new();
    private readonly TestMeters _meters = new();
    private readonly ScriptedClient _builder = new();
    private readonly MinerSettings _settings;

    public MinerSettingsTests() =>
        _settings = new MinerSettings(_builder, Options.Create(new BoostSyncOptions()), _time);

    public async ValueTask DisposeAsync()
    {
        await _settings.StopAsync(CancellationToken.None);
        _settings.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task Set_Value_IsSent()
    {
        await _settings.StartAsync(CancellationToken.None);

        Set("miner_setExtra", "a");

        Assert.Equal("a", (await _builder.CallAsync(0)).Text);
    }

    [Fact]
    public async Task Set_ValuesBeforeTheFirstIsSent_SendsOnlyTheLast()
    {
        Set("miner_setExtra", "a");
        Set("miner_setExtra", "b");
        Set("miner_setGasLimit", "g");
        _builder.Respond = _ => "{}";

        await _settings.StartAsync(CancellationToken.None);
        await _builder.CallAsync(1);

        Assert.Equal(["b", "g"], _builder.Calls.Select(call => call.Text));
    }

    [Fact]
    public async Task Set_NewerValueWhileTheOlderIsTriedAgain_NeverSendsTheOlderAfterIt()
    {
        await _settings.StartAsync(CancellationToken.None);
        Set("miner_setMaxDASize", "old");
        (await _builder.CallAsync(0)).Fail(UpstreamFailure.Unreachable);
        Set("miner_setMaxDASize", "new");
        _builder.Respond = _ => "{}";
        while (_time.NextDueIn is not { } due || due > RetryInterval)
        {
            await Task.Yield();
        }

        _time.Advance(RetryInterval);
        Set("miner_setExtra", "last");
        while (_builder.Calls[^1].Text != "last")
        {
            await Task.Yield();
        }

        var sent = _builder.Calls.Select(call => call.Text).ToList();
        Assert.True(sent.LastIndexOf("old") < sent.IndexOf("new"), string.Join(' ', sent));
    }

    [Fact]
    public async Task Set_NewerValueWhileTheOlderIsOnTheWire_IsSentAfterIt()
    {
        await _settings.StartAsync(CancellationToken.None);
        Set("miner_setExtra", "old");
        var first = await _builder.CallAsync(0);

        Set("miner_setExtra", "new");
        first.Reply("{}");

        Assert.Equal("new", (await _builder.CallAsync(1)).Text);
    }

    [Fact]
    public async Task SendAll_BuilderCameBack_SendsTheLastValueOfEach()
    {
        _builder.Respond = _ => "{}";
        await _settings.StartAsync(CancellationToken.None);
        Set("miner_setExtra", "a");
        await _builder.CallAsync(0);
        Set("miner_setGasPrice", "p");
        await _builder.CallAsync(1);

        _settings.SendAll();
        await _builder.CallAsync(3);

        Assert.Equal(["a", "p"], _builder.Calls.Skip(2).Select(call => call.Text).Order());
    }

    [Theory]
    [InlineData("eth_sendRawTransaction", true, false)]
    [InlineData("eth_sendRawTransactionConditional", true, false)]
    [InlineData("miner_setExtra", false, true)]
    [InlineData("miner_setGasPrice", false, true)]
    [InlineData("miner_setGasLimit", false, true)]
    [InlineData("miner_setMaxDASize", false, true)]
    [InlineData("miner_setmaxdasize", false, false)]
    [InlineData("miner_start", false, false)]
    [InlineData("eth_sendRawTransactionSync", false, false)]
    [InlineData("eth_sendTransaction", false, false)]
    [InlineData("engine_getPayloadV4", false, false)]
    [InlineData("", false, false)]
    public void MirroredMethods_Method_IsTransactionOrSettingOrNeither(
        string method, bool isTransaction, bool isSetting)
    {
        Assert.Equal(isTransaction, MirroredMethods.IsTransaction(Encoding.ASCII.GetBytes(method)));
        Assert.Equal(isSetting, MirroredMethods.IsMinerSetting(Encoding.ASCII.GetBytes(method)));
    }

    [Fact]
    public async Task Mirror_Calls_GoWhereTheyBelong()
    {
        using var queue = new MirrorQueue(_builder, Options.Create(new BoostSyncOptions()), _meters.Metrics, _time);
        var mirror = new BuilderMirror(queue, _settings);
        await _settings.StartAsync(CancellationToken.None);
        await queue.StartAsync(CancellationToken.None);

        Mirror(mirror, """{"id":1,"method":"eth_chainId"}""");
        Mirror(mirror, """{"id":1,"method":"eth_sendRawTransaction","params":["0x02"]}""");
        Mirror(mirror, """{"id":1,"method":"miner_setExtra","params":["0x00"]}""");
        await _builder.CallAsync(1);
        await queue.StopAsync(CancellationToken.None);

        Assert.Equal(
            [
                """{"id":1,"method":"eth_sendRawTransaction","params":["0x02"]}""",
                """{"id":1,"method":"miner_setExtra","params":["0x00"]}""",
            ],
            _builder.Calls.Select(call => call.Text).Order());
    }

    private static void Mirror(BuilderMirror mirror, string body) => mirror.Mirror(ReadText.Read(body).Calls[0]);

    private void Set(string method, string request) =>
        _settings.Set(Encoding.ASCII.GetBytes(method), Encoding.ASCII.GetBytes(request));
}
