using Microsoft.Extensions.Options;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Health;

/// <summary>Polls an upstream's head.</summary>
/// <param name="client">The upstream.</param>
/// <param name="asksSyncing">Whether to ask also whether it is syncing; only readiness wants to know, of local.</param>
internal sealed class UpstreamHeadSource(
    IUpstreamClient client, bool asksSyncing, IOptions<HealthOptions> options, TimeProvider time) : IHeadSource
{
    private static readonly ReadOnlyMemory<byte> HeadRequest =
        """{"jsonrpc":"2.0","id":1,"method":"eth_getBlockByNumber","params":["latest",false]}"""u8.ToArray();

    private static readonly ReadOnlyMemory<byte> SyncingRequest =
        """{"jsonrpc":"2.0","id":1,"method":"eth_syncing","params":[]}"""u8.ToArray();

    public async ValueTask<HeadPollResult> PollAsync(CancellationToken cancellationToken)
    {
        using var reply = await AskAsync(HeadRequest, cancellationToken);
        if (reply.Failure != UpstreamFailure.None)
        {
            return HeadPollResult.Failed(reply.Failure);
        }

        if (!BlockHeadReader.TryRead(reply.Bytes, out var head))
        {
            return HeadPollResult.Failed(UpstreamFailure.Malformed);
        }

        if (!asksSyncing)
        {
            return HeadPollResult.Answered(head);
        }

        using var syncing = await AskAsync(SyncingRequest, cancellationToken);
        return HeadPollResult.Answered(
            head, syncing.Failure == UpstreamFailure.None && SyncingReader.IsSyncing(syncing.Bytes));
    }

    private Task<UpstreamReply> AskAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken) =>
        client.SendAsync(
            new UpstreamRequest(
                UpstreamMethod.Poll, JsonSplice.Of(request), Deadline.After(time, options.Value.PollTimeout), RetryOnce: true),
            cancellationToken);
}
