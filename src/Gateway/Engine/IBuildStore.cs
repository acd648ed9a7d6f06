using Sidecar.Contracts;

namespace Sidecar.Gateway.Engine;

/// <summary>What must be remembered of builds and answers: the seam where the cluster's grains come in.</summary>
/// <remarks>
/// Everything here is bounded in count, bytes and age. Implementations never make local's answer wait: opening and
/// keeping return at once; finding and deciding may wait, within a small budget, for what this process does not know.
/// </remarks>
internal interface IBuildStore
{
    /// <summary>The live build with this digest, or a new one.</summary>
    Build Open(BuildDigest digest, Func<Build> create);

    /// <summary>
    /// Records local's name for a build. A name that is reused goes to the newest build, unless both ask for the same.
    /// </summary>
    void Name(Build build, PayloadId id);

    /// <summary>The build with this name; null if nobody knows it.</summary>
    ValueTask<Build?> FindAsync(PayloadId id, CancellationToken cancellationToken);

    /// <summary>
    /// Fixes the answer of a build and remembers its bytes. The first decision wins; the winner is returned, and the
    /// bytes are dropped if it is another. Takes over the payload's lease.
    /// </summary>
    ValueTask<Decision> DecideAsync(
        Build build, Decision proposed, AnsweredPayload payload, CancellationToken cancellationToken);

    /// <summary>Remembers the bytes of a build's decision. Takes over the payload's lease.</summary>
    void Keep(Build build, AnsweredPayload payload);

    /// <summary>
    /// Another block than the decided one had to be answered: from here on this process answers that one. Takes over the
    /// payload's lease.
    /// </summary>
    void Replace(Build build, Decision decision, AnsweredPayload payload);

    /// <summary>The bytes that this process answered for a build, with a lease of the caller's own; null if they are gone.</summary>
    AnsweredPayload? FindPayload(Build build);

    /// <summary>
    /// The bytes that another process answered for a build, with a lease of the caller's own; null if they cannot be
    /// had. They come from outside: only a block that local calls VALID may be answered.
    /// </summary>
    ValueTask<AnsweredPayload?> FetchPayloadAsync(Build build, Decision decision, CancellationToken cancellationToken);

    /// <summary>Whether this block was already answered for a build that asked for something else.</summary>
    bool WasAnsweredForAnother(BlockHash blockHash, Build build);
}
