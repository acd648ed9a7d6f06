using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sidecar.Contracts;
using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Tests.Upstream;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Cluster;

public sealed class PayloadWriterTests : IAsyncDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(250);

    private readonly ManualTimeProvider _time = new();
    private readonly TestMeters _meters = new();
    private readonly ScriptedPayloadBytes _store = new();
    private readonly ClusterOptions _options = new();
    private readonly PayloadWriter _writer;

    public PayloadWriterTests() => _writer = Create(_store);

    public async ValueTask DisposeAsync()
    {
        await _writer.StopAsync(new CancellationToken(canceled: true));
        _writer.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task Add_Payload_IsWrittenAndItsLeaseEnded()
    {
        await _writer.StartAsync(CancellationToken.None);

        var lease = Add(1);
        var write = await _store.NextAsync();
        var text = write.Text;
        write.End(true);
        Add(2);
        await _store.NextAsync();

        Assert.Equal((Key(1), "payload 1"), (write.Key, text));
        Assert.True(lease.Bytes.IsEmpty);
    }

    [Fact]
    public async Task Add_Several_AreWrittenOneAtATimeInOrder()
    {
        Add(1);
        Add(2);

        await _writer.StartAsync(CancellationToken.None);
        var first = await _store.NextAsync();
        var hadSecond = _store.HasNext;
        first.End(true);
        var second = await _store.NextAsync();

        Assert.False(hadSecond);
        Assert.Equal([Key(1), Key(2)], [first.Key, second.Key]);
    }

    [Fact]
    public async Task Write_StoreAway_IsTriedAgainAfterTheInterval()
    {
        await _writer.StartAsync(CancellationToken.None);
        Add(1);

        (await _store.NextAsync()).End(false);
        await _time.WaitForTimersAsync();
        _time.Advance(RetryInterval);
        var again = await _store.NextAsync();

        Assert.Equal("payload 1", again.Text);
        Assert.Equal(1, _writer.Count);
    }

    [Fact]
    public async Task Write_StoreAwayForLong_IsGivenUpAtItsAge()
    {
        await _writer.StartAsync(CancellationToken.None);
        Add(1);
        (await _store.NextAsync()).End(false);
        await _time.WaitForTimersAsync();
        _time.Advance(_options.PayloadAgeMax);
        (await _store.NextAsync()).End(false);
        await _time.WaitForTimersAsync();
        Add(2);

        _time.Advance(RetryInterval);
        var next = await _store.NextAsync();

        Assert.Equal(Key(2), next.Key);
        Assert.Equal(1, _meters.Count("sidecar.payload.dropped aged"));
    }

    [Fact]
    public async Task Write_Broken_GoesOnWithTheNext()
    {
        await _writer.StartAsync(CancellationToken.None);
        Add(1);
        Add(2);

        (await _store.NextAsync()).Break();
        var next = await _store.NextAsync();

        Assert.Equal(Key(2), next.Key);
    }

    [Fact]
    public void Add_MoreThanTheCount_DropsTheOldest()
    {
        var first = Add(0);
        for (var i = 1; i <= PayloadWriter.CountMax; i++)
        {
            Add(i);
        }

        Assert.Equal(PayloadWriter.CountMax, _writer.Count);
        Assert.Equal(1, _meters.Count("sidecar.payload.dropped full"));
        Assert.True(first.Bytes.IsEmpty);
    }

    [Fact]
    public void Add_MoreBytesThanTheLimit_DropsTheOldestButNeverTheNewest()
    {
        var third = (int)(PayloadWriter.BytesMax / 3);
        for (var i = 0; i < 4; i++)
        {
            Add(i, new byte[third]);
        }

        var countBefore = _writer.Count;
        Add(4, new byte[PayloadWriter.BytesMax + 1]);

        Assert.Equal(3, countBefore);
        Assert.Equal(1, _writer.Count);
        Assert.Equal(PayloadWriter.BytesMax + 1, _writer.BytesQueued);
        Assert.Equal(4, _meters.Count("sidecar.payload.dropped full"));
    }

    [Fact]
    public async Task Add_DropsTheOneBeingWritten_ItsBytesStayUntilTheWriteEnds()
    {
        await _writer.StartAsync(CancellationToken.None);
        Add(1);
        var write = await _store.NextAsync();

        Add(2, new byte[PayloadWriter.BytesMax]);
        var text = write.Text;
        write.End(true);
        var next = await _store.NextAsync();

        Assert.Equal("payload 1", text);
        Assert.Equal(Key(2), next.Key);
        Assert.Equal(1, _writer.Count);
    }

    [Fact]
    public void Add_WithoutAStore_LetsGoAtOnce()
    {
        using var writer = Create(new ScriptedPayloadBytes { IsKept = false });

        var lease = Add(1, writer: writer);

        Assert.True(lease.Bytes.IsEmpty);
        Assert.Equal(0, writer.Count);
        Assert.Equal(0, _meters.Count("sidecar.payload.dropped full"));
    }

    [Fact]
    public async Task Stop_StoreThere_WritesWhatIsWaiting()
    {
        await _writer.StartAsync(CancellationToken.None);
        Add(1);
        Add(2);
        var first = await _store.NextAsync();

        var stopped = _writer.StopAsync(CancellationToken.None);
        first.End(true);
        (await _store.NextAsync()).End(true);
        await stopped.WaitAsync(Patience.Default);

        Assert.Equal(0, _writer.Count);
        Assert.Equal(0, _meters.Count("sidecar.payload.dropped stopped"));
    }

    [Fact]
    public async Task Stop_NothingWaiting_EndsAtOnce()
    {
        await _writer.StartAsync(CancellationToken.None);

        await _writer.StopAsync(CancellationToken.None).WaitAsync(Patience.Default);

        Assert.True(_writer.ExecuteTask!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Stop_StoreAway_GivesUpWithTheFirstFailure()
    {
        await _writer.StartAsync(CancellationToken.None);
        Add(1);
        var lease = Add(2);
        (await _store.NextAsync()).End(false);
        await _time.WaitForTimersAsync();

        var stopped = _writer.StopAsync(CancellationToken.None);
        (await _store.NextAsync()).End(false);
        await stopped.WaitAsync(Patience.Default);

        Assert.Equal(2, _meters.Count("sidecar.payload.dropped stopped"));
        Assert.True(lease.Bytes.IsEmpty);
    }

    [Fact]
    public async Task Stop_TimeIsOver_EndsTheWrite()
    {
        await _writer.StartAsync(CancellationToken.None);
        Add(1);
        var write = await _store.NextAsync();
        using var time = new CancellationTokenSource();

        var stopped = _writer.StopAsync(time.Token);
        await time.CancelAsync();
        await stopped.WaitAsync(Patience.Default);
        await _writer.ExecuteTask!.WaitAsync(Patience.Default);

        Assert.False(await write.Ended);
        Assert.Equal(1, _meters.Count("sidecar.payload.dropped stopped"));
    }

    [Fact]
    public async Task Add_AfterTheStop_LetsGoAtOnce()
    {
        await _writer.StartAsync(CancellationToken.None);
        await _writer.StopAsync(CancellationToken.None);

        var lease = Add(1);

        Assert.True(lease.Bytes.IsEmpty);
        Assert.Equal(1, _meters.Count("sidecar.payload.dropped stopped"));
    }

    private static PayloadKey Key(int number) => new(10, new PayloadId((ulong)number), BlockHash.Zero);

    private BodyLease Add(int number, byte[]? bytes = null, PayloadWriter? writer = null)
    {
        var lease = BodyLease.Copy(bytes ?? Encoding.UTF8.GetBytes($"payload {number}"));
        (writer ?? _writer).Add(Key(number), new AnsweredPayload(lease, lease.Bytes));
        return lease;
    }

    private PayloadWriter Create(IPayloadBytes store) =>
        new(store, Options.Create(_options), _meters.Metrics, _time, NullLogger<PayloadWriter>.Instance);
}
