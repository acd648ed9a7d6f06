using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Builders;

/// <summary>Copies calls to the builder and remembers the last value of each miner setting for one that restarts.</summary>
internal sealed class MinerSettings(MirrorQueue queue)
{
    private readonly ConcurrentDictionary<string, byte[]> _last = new(StringComparer.Ordinal);

    /// <summary>Copies a call to the builder if it is one that builders need.</summary>
    public void Mirror(JsonRpcCall call)
    {
        var method = call.Method.Span;
        if (!MirroredMethods.Contains(method))
        {
            return;
        }

        var request = call.Raw.ToArray();
        if (MirroredMethods.IsMinerSetting(method))
        {
            // There are four names at most.
            _last[Encoding.ASCII.GetString(method)] = request;
        }

        queue.Add(request);
    }

    /// <summary>Sends the last value of each setting again: a builder has forgotten them when it comes back.</summary>
    public void SendAll()
    {
        foreach (var request in _last.Values)
        {
            queue.Add(request);
        }
    }
}
