using System.Buffers;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Builders;

/// <summary>Copies to the builder the calls that builders need too.</summary>
internal sealed class BuilderMirror(MirrorQueue transactions, MinerSettings settings)
{
    /// <summary>Copies a call if it is one of them. Never waits.</summary>
    public void Mirror(JsonRpcCall call)
    {
        var method = call.Method.Span;
        if (MirroredMethods.IsMinerSetting(method))
        {
            settings.Set(method, call.Raw.ToArray());
        }
        else if (MirroredMethods.IsTransaction(method))
        {
            transactions.Add(call.Raw.ToArray());
        }
    }
}
