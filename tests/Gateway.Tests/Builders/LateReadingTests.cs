using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Tests.Engine;
using Sidecar.Gateway.Tests.Fixtures;
using Sidecar.Gateway.Tests.JsonRpc;
using Sidecar.Gateway.Threads;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Builders;

public sealed class LateReadingTests
{
    private static readonly EngineFixture Valid = EngineFixture.Load("op.engine_newPayloadV4.valid");

    private readonly ScriptedRelay _relay = new();
    private readonly LateReading _reading;

    public LateReadingTests() => _reading = new LateReading(_relay, NullLogger<LateReading>.Instance);

    [Fact]
    public async Task Follow_WhileACallIsAnswered_IsReadWhenThatIsOver()
    {
        AfterAnswer.Begin();
        _reading.Follow(Unread(Valid.RequestText));
        var readBefore = _relay.Blocks.Count;
        AfterAnswer.DoNow();

        await Polling.UntilAsync(() => Task.FromResult(_relay.Blocks.Count == 1));

        Assert.Equal(0, readBefore);
        Assert.Equal(Valid.RequestText, _relay.Blocks[0].Request.Text());
    }

    [Fact]
    public async Task Follow_NobodyIsAnswered_IsReadSoon()
    {
        _reading.Follow(Unread(Valid.RequestText));

        await Polling.UntilAsync(() => Task.FromResult(_relay.Blocks.Count == 1));
    }

    [Fact]
    public void FollowHead_BlockIsUnread_ComesAfterIt()
    {
        FollowOnAThreadThatGoesOnAnswering(Valid.RequestText);
        var readBefore = _relay.Blocks.Count;

        _reading.Follow(LaneCalls.Head(1));

        Assert.Equal((0, 1, 1), (readBefore, _relay.Blocks.Count, _relay.Heads.Count));
    }

    [Fact]
    public void StartBuild_BlockIsUnread_ComesAfterIt()
    {
        FollowOnAThreadThatGoesOnAnswering(Valid.RequestText);

        _ = _reading.StartBuildAsync(LaneCalls.Attributes(1));

        Assert.Equal((1, 1), (_relay.Blocks.Count, _relay.Builds.Count));
    }

    [Fact]
    public void Follow_OneBreaks_ItsBytesAreLetGoAndTheNextIsRead()
    {
        var broken = Unread("""{"id":1,"method":"engine_newPayloadV4","params":[{"\ud800\ud800\ud800":1}]}""", out var lease);
        FollowOnAThreadThatGoesOnAnswering(broken);
        FollowOnAThreadThatGoesOnAnswering(Valid.RequestText);

        _reading.Follow(LaneCalls.Head(1));

        Assert.Equal((1, 1), (_relay.Blocks.Count, _relay.Heads.Count));
        Assert.True(lease.Bytes.IsEmpty);
    }

    private static UnreadBlock Unread(string request) => Unread(request, out _);

    private static UnreadBlock Unread(string request, out BodyLease lease)
    {
        lease = BodyLease.Copy(Encoding.UTF8.GetBytes(request));
        var call = ReadText.Read(lease.Bytes).Calls[0];
        return new UnreadBlock(call.Params, call.Raw, lease);
    }

    private void FollowOnAThreadThatGoesOnAnswering(string request) => FollowOnAThreadThatGoesOnAnswering(Unread(request));

    private void FollowOnAThreadThatGoesOnAnswering(UnreadBlock block)
    {
        var caller = new Thread(() =>
        {
            AfterAnswer.Begin();
            _reading.Follow(block);
        });
        caller.Start();
        caller.Join();
    }
}
