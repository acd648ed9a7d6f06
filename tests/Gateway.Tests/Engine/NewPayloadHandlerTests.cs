using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Tests.Fixtures;
using Sidecar.Gateway.Tests.JsonRpc;

namespace Sidecar.Gateway.Tests.Engine;

public sealed class NewPayloadHandlerTests : IDisposable
{
    private static readonly EngineFixture Valid = EngineFixture.Load("op.engine_newPayloadV4.valid");

    private readonly WalkHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Handle_Block_AnswersWhatLocalAnsweredAndLetsTheBuilderFollow()
    {
        using var body = BodyLease.Copy(Valid.Request);
        var task = _host.NewPayload.HandleAsync(ReadText.Read(body.Bytes).Calls[0], body);
        (await _host.Local.CallAsync(0)).Reply(Valid.ResponseText);

        var text = await WalkHost.TextAsync(task);

        var block = Assert.Single(_host.Relay.Blocks);
        Assert.Equal(Valid.ResponseText, text);
        Assert.Equal(Valid.RequestText, _host.Local.Calls[0].Text);
        Assert.Equal(Valid.RequestText, block.Request.Text());
    }

    [Fact]
    public async Task Handle_CallersBodyGivenBack_TheBuilderStillHasItsBytes()
    {
        var body = BodyLease.Copy(Valid.Request);
        var task = _host.NewPayload.HandleAsync(ReadText.Read(body.Bytes).Calls[0], body);
        (await _host.Local.CallAsync(0)).Reply(Valid.ResponseText);
        (await task).Dispose();

        body.Dispose();
        WalkHost.PoisonPool();

        Assert.Equal(Valid.RequestText, _host.Relay.Blocks[0].Request.Text());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("""[{"\ud800\ud800\ud800":1}]""")]
    public async Task Handle_NoPayload_IsForLocalToJudge(string parameters)
    {
        using var body = BodyLease.Copy(System.Text.Encoding.UTF8.GetBytes(
            $$"""{"id":1,"method":"engine_newPayloadV4","params":{{parameters}}}"""));

        var task = _host.NewPayload.HandleAsync(ReadText.Read(body.Bytes).Calls[0], body);
        (await _host.Local.CallAsync(0)).Reply("local's word");

        Assert.Equal("local's word", await WalkHost.TextAsync(task));
        Assert.Empty(_host.Relay.Blocks);
    }

    [Fact]
    public async Task Handle_BuildersSideBreaks_AnswersWhatLocalAnswered()
    {
        _host.Relay.Fault = new InvalidOperationException("a bug");
        using var body = BodyLease.Copy(Valid.Request);

        var task = _host.NewPayload.HandleAsync(ReadText.Read(body.Bytes).Calls[0], body);
        (await _host.Local.CallAsync(0)).Reply(Valid.ResponseText);

        Assert.Equal(Valid.ResponseText, await WalkHost.TextAsync(task));
    }
}
