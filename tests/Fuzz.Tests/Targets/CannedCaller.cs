using System.Net;
using Sidecar.Gateway.Callers;
using Sidecar.TestKit;

namespace Sidecar.Fuzz.Tests.Targets;

/// <summary>A caller that sends the same whatever it hears, in pieces, and then closes its side.</summary>
internal sealed class CannedCaller(byte[] requests, Random random) : DuplexStream, ICallerLink
{
    private readonly MemoryStream _heard = new();
    private readonly int _pieceMax = random.Next(4) == 0 ? 2 : 3000;
    private int _position;

    public IPAddress? Remote => IPAddress.Loopback;

    public bool IsGone => false;

    public bool IsClosed { get; private set; }

    /// <summary>All that was answered.</summary>
    public byte[] Heard => _heard.ToArray();

    public void EndReceiving() => _position = requests.Length;

    public void EndSending()
    {
        // What is still sent is not heard of any more.
    }

    void ICallerLink.Close() => IsClosed = true;

    public override int Read(Span<byte> buffer)
    {
        FindingException.Unless(!IsClosed, "It was read from after it was closed.");
        FindingException.Unless(!buffer.IsEmpty, "Nothing was asked for.");
        var count = Math.Min(buffer.Length, Math.Min(requests.Length - _position, random.Next(1, _pieceMax)));
        requests.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        FindingException.Unless(!IsClosed, "It was written to after it was closed.");
        _heard.Write(buffer);
    }
}
