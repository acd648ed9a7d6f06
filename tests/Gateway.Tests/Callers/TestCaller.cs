using System.Net;
using System.Text;
using Sidecar.Gateway.Callers;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Callers;

/// <summary>A caller that has sent one head, and hears what it is answered.</summary>
internal sealed class TestCaller : DuplexStream, ICallerLink
{
    private readonly StringBuilder _head = new("POST / HTTP/1.1\r\nHost: gateway:8081\r\n");
    private readonly MemoryStream _answer = new();
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CallerExchange? _exchange;

    public IPAddress? Remote => IPAddress.Loopback;

    public bool IsGone => false;

    public bool IsClosed { get; private set; }

    /// <summary>Ends with the first byte that is written.</summary>
    public Task Written => _written.Task;

    /// <summary>All that was written, a letter a byte.</summary>
    public string Answer
    {
        get
        {
            lock (_answer)
            {
                return Encoding.Latin1.GetString(_answer.ToArray());
            }
        }
    }

    /// <summary>Adds a header field to the head.</summary>
    public void Add(string name, string value) => _head.Append(name).Append(": ").Append(value).Append("\r\n");

    /// <summary>The exchange after the head was read.</summary>
    public CallerExchange Exchange()
    {
        var bytes = Encoding.Latin1.GetBytes(_head + "\r\n");
        Assert.Equal(0, RequestHead.TryRead(bytes, out var head, out var length));
        Assert.Equal(bytes.Length, length);
        var progress = new CallerProgress(TimeProvider.System);
        _exchange = new CallerExchange(
            new CallerStream(this, progress), progress, this, new DateField(TimeProvider.System), () => false);
        _exchange.Begin(head);
        return _exchange;
    }

    public void GoAway() => _exchange!.CallerIsGone();

    public void EndReceiving()
    {
    }

    public void EndSending()
    {
    }

    void ICallerLink.Close() => IsClosed = true;

    public override int Read(Span<byte> buffer) => 0;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (_answer)
        {
            _answer.Write(buffer);
        }

        _written.TrySetResult();
    }
}
