using System.Buffers;
using System.Text.Json;
using Sidecar.Contracts;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Engine;

/// <summary>What the builder's lane needs to know of a newPayload.</summary>
internal readonly record struct NewPayloadParams(BlockHash BlockHash, BlockHash ParentHash, ulong BlockNumber)
{
    /// <summary>Reads the first parameter; false if it is no payload.</summary>
    public static bool TryRead(in ReadOnlySequence<byte> parameters, out NewPayloadParams read)
    {
        read = default;
        if (parameters.IsEmpty)
        {
            return false;
        }

        var reader = JsonSlices.Reader(parameters);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray || !reader.Read())
        {
            return false;
        }

        var fields = PayloadFields.Read(ref reader, parameters);
        if (fields is not { BlockHash: { } hash, ParentHash: { } parent, BlockNumber: { } number })
        {
            return false;
        }

        read = new NewPayloadParams(hash, parent, number);
        return true;
    }
}
