using System.Diagnostics;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Health;

/// <summary>What a client said when it was asked for its head.</summary>
internal readonly record struct HeadPollResult
{
    private HeadPollResult(UpstreamFailure failure, BlockHead head, bool syncing)
    {
        Failure = failure;
        Head = head;
        Syncing = syncing;
    }

    /// <summary>None if <see cref="Head"/> is there.</summary>
    public UpstreamFailure Failure { get; }

    public BlockHead Head { get; }

    /// <summary>Whether it says of itself that it is syncing (<c>eth_syncing</c>).</summary>
    public bool Syncing { get; }

    public bool HasHead => Failure == UpstreamFailure.None;

    public static HeadPollResult Answered(BlockHead head, bool syncing = false) =>
        new(UpstreamFailure.None, head, syncing);

    public static HeadPollResult Failed(UpstreamFailure failure)
    {
        Debug.Assert(failure != UpstreamFailure.None, "A failed poll has a reason.");
        return new(failure, default, false);
    }
}
