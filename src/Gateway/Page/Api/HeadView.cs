using Sidecar.Contracts;
using Sidecar.Gateway.Health;

namespace Sidecar.Gateway.Page.Api;

/// <summary>The newest block of a client.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Timestamp">Its timestamp, seconds since 1970.</param>
internal sealed record HeadView(ulong Number, BlockHash Hash, ulong Timestamp)
{
    public static HeadView? From(BlockHead? head) => head is { } at ? new(at.Number, at.Hash, at.Timestamp) : null;
}
