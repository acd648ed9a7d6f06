using Sidecar.Contracts.Blocks;

namespace Sidecar.Gateway.Engine;

/// <summary>When the stages of a build's block were over, for operators. Nothing decides on it.</summary>
/// <remarks>
/// Written by the walks as they go, without a lock: each stage has one writer, and the first time of a stage stays. Times
/// are timestamps; None is a stage that did not happen.
/// </remarks>
internal sealed class BlockTrace
{
    private const long None = long.MinValue;

    private long _forkchoiceBegun = None;
    private long _localForkchoice = None;
    private long _builderAcknowledged = None;
    private long _begun = None;
    private long _localPayload = None;
    private long _builderAsked = None;
    private long _builderPayload = None;
    private long _validated = None;
    private long _decisionBegun = None;
    private long _decided = None;

    /// <summary>Local's block; null while it is not there.</summary>
    public BlockSide? Local { get; private set; }

    /// <summary>The builder's block, good or not; null while it is not there.</summary>
    public BlockSide? Builder { get; private set; }

    /// <summary>Whether operators were told of the block, so that they have to be told of what is learnt later.</summary>
    public bool IsTold => Volatile.Read(ref _decided) != None;

    public void ForkchoiceBegun(long timestamp) => Note(ref _forkchoiceBegun, timestamp);

    public void LocalForkchoice(long timestamp) => Note(ref _localForkchoice, timestamp);

    public void BuilderAcknowledged(long timestamp) => Note(ref _builderAcknowledged, timestamp);

    /// <summary>A getPayload begins; an earlier one had no block to answer.</summary>
    public void Begun(long timestamp)
    {
        _begun = timestamp;
        _localPayload = _builderAsked = _builderPayload = _validated = _decisionBegun = None;
        (Local, Builder) = (null, null);
    }

    public void LocalAnswered(long timestamp) => Note(ref _localPayload, timestamp);

    public void LocalHas(PayloadFields fields) => Local ??= SideOf(fields);

    public void BuilderAsked(long timestamp) => Note(ref _builderAsked, timestamp);

    public void BuilderAnswered(long timestamp) => Note(ref _builderPayload, timestamp);

    public void BuilderHas(PayloadFields fields) => Builder ??= SideOf(fields);

    public void Validated(long timestamp) => Note(ref _validated, timestamp);

    public void DecisionBegun(long timestamp) => Note(ref _decisionBegun, timestamp);

    public void Decided(long timestamp) => Note(ref _decided, timestamp);

    /// <summary>The times as operators see them.</summary>
    public BlockTimes ToTimes(TimeProvider time) => new(
        Since(_forkchoiceBegun, Volatile.Read(ref _localForkchoice), time),
        Since(_forkchoiceBegun, Volatile.Read(ref _builderAcknowledged), time),
        Since(_begun, Volatile.Read(ref _localPayload), time),
        Since(_begun, _builderAsked, time),
        Since(_begun, _builderPayload, time),
        Since(_begun, _validated, time),
        Since(_begun, _decisionBegun, time),
        Since(_begun, _decided, time));

    private static void Note(ref long stage, long timestamp)
    {
        if (Volatile.Read(ref stage) == None)
        {
            Volatile.Write(ref stage, timestamp);
        }
    }

    private static long? Since(long from, long to, TimeProvider time) =>
        from == None || to == None ? null : (long)time.GetElapsedTime(from, to).TotalMicroseconds;

    private static BlockSide SideOf(PayloadFields fields) => new(fields.TransactionCount, fields.GasUsed ?? 0);
}
