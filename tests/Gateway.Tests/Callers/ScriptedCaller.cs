using System.Net;
using System.Text;
using Sidecar.Gateway.Callers;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Callers;

/// <summary>A caller that sends what a test wrote, piece by piece, and keeps every write it gets apart.</summary>
/// <remarks>One thread only: what happens meanwhile is a step of the script, done when the next piece is waited for.</remarks>
internal sealed class ScriptedCaller : DuplexStream, ICallerLink
{
    private readonly LinkedList<object> _script = new();
    private readonly List<byte[]> _writes = [];
    private bool _hasEndedReceiving;

    public ScriptedCaller(params string[] pieces)
    {
        foreach (var piece in pieces)
        {
            Sends(piece);
        }
    }

    public IPAddress? Remote => IPAddress.Loopback;

    /// <summary>What the watch sees.</summary>
    public bool IsGone { get; set; }

    /// <summary>Done while the watch looks whether the caller is gone.</summary>
    public Action? OnLook { get; set; }

    /// <summary>Done before each write.</summary>
    public Action? OnWrite { get; set; }

    /// <summary>Whether it takes nothing any more: writes fail.</summary>
    public bool IsDeaf { get; set; }

    public bool IsClosed { get; private set; }

    public bool HasEndedSending { get; private set; }

    public bool HasEndedReceiving => _hasEndedReceiving;

    /// <summary>Writes as they came, a letter a byte.</summary>
    public IReadOnlyList<string> Writes => [.. _writes.Select(Encoding.Latin1.GetString)];

    /// <summary>All that was written.</summary>
    public string Answer => string.Concat(Writes);

    bool ICallerLink.IsGone
    {
        get
        {
            OnLook?.Invoke();
            return IsGone;
        }
    }

    /// <summary>The next piece, for one read if there is room. An empty one is none.</summary>
    public ScriptedCaller Sends(string piece) => piece.Length == 0 ? this : Add(Encoding.Latin1.GetBytes(piece));

    /// <summary>What happens before the next piece comes.</summary>
    public ScriptedCaller Then(Action step) => Add(step);

    /// <summary>The connection breaks instead of bringing more.</summary>
    public ScriptedCaller Breaks() => Then(() => throw new IOException("It was reset."));

    public void EndReceiving() => _hasEndedReceiving = true;

    public void EndSending() => HasEndedSending = true;

    void ICallerLink.Close() => IsClosed = true;

    public override int Read(Span<byte> buffer)
    {
        while (_script.First?.Value is Action step)
        {
            _script.RemoveFirst();
            step();
        }

        ThrowIfClosed();
        if (_hasEndedReceiving || _script.First is null)
        {
            return 0;
        }

        var piece = (byte[])_script.First.Value;
        var count = Math.Min(piece.Length, buffer.Length);
        piece.AsSpan(0, count).CopyTo(buffer);
        _script.RemoveFirst();
        if (count < piece.Length)
        {
            _script.AddFirst(piece[count..]);
        }

        return count;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        OnWrite?.Invoke();
        ThrowIfClosed();
        if (IsDeaf)
        {
            throw new IOException("It takes nothing.");
        }

        _writes.Add(buffer.ToArray());
    }

    private ScriptedCaller Add(object step)
    {
        _script.AddLast(step);
        return this;
    }

    private void ThrowIfClosed()
    {
        if (IsClosed)
        {
            throw new IOException("It was closed.");
        }
    }
}
