using System.Buffers;
using System.Text;
using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Tests.Cluster;

/// <summary>A store of answers; the test says what is in it, and after how many looks.</summary>
internal sealed class ScriptedBytes : IPayloadBytes
{
    public bool IsKept => true;

    public Dictionary<PayloadKey, string> Written { get; } = [];

    /// <summary>Reads that find nothing yet.</summary>
    public int LooksInVain { get; set; }

    public Task<bool> WriteAsync(PayloadKey key, ReadOnlySequence<byte> bytes, CancellationToken cancellationToken)
    {
        Written[key] = Encoding.UTF8.GetString(bytes.ToArray());
        return Task.FromResult(true);
    }

    public Task<BodyLease?> ReadAsync(PayloadKey key, CancellationToken cancellationToken) =>
        Task.FromResult(LooksInVain-- <= 0 && Written.TryGetValue(key, out var text)
            ? BodyLease.Copy(Encoding.UTF8.GetBytes(text))
            : null);
}
