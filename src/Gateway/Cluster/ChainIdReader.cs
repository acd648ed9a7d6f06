using System.Buffers;
using System.Text.Json;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Cluster;

/// <summary>Asks local which chain it is on (eth_chainId).</summary>
internal sealed class ChainIdReader(LocalClients local, TimeProvider time)
{
    private static readonly ReadOnlyMemory<byte> Request =
        """{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}"""u8.ToArray();

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <summary>The chain; null if local did not tell.</summary>
    public async Task<ulong?> ReadAsync(CancellationToken cancellationToken)
    {
        using var reply = await local.Poll.SendAsync(
            new UpstreamRequest(
                UpstreamMethod.Poll, JsonSplice.Of(Request), Deadline.After(time, Timeout), RetryOnce: true),
            cancellationToken);
        return reply.Failure == UpstreamFailure.None ? Read(reply.Bytes) : null;
    }

    private static ulong? Read(in ReadOnlySequence<byte> bytes)
    {
        if (!RpcResponse.TryRead(bytes, out var response) || !response.HasResult)
        {
            return null;
        }

        try
        {
            var reader = JsonSlices.Reader(bytes);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1
                    && JsonSlices.TextIs(ref reader, "result"u8))
                {
                    return Quantity.ReadNext(ref reader);
                }
            }

            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
