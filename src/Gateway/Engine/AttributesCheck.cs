using Sidecar.Contracts;

namespace Sidecar.Gateway.Engine;

/// <summary>What in a builder's payload does not fit the attributes of its build.</summary>
internal enum AttributesMismatch
{
    None,
    ParentHash,
    Timestamp,
    PrevRandao,
    FeeRecipient,
    GasLimit,
    ExtraData,
    ParentBeaconBlockRoot,
    Withdrawals,
    ForcedTransactions,
    Blobs,
}

/// <summary>
/// Checks a builder's payload against the attributes before the execution client's time is spent on it.
/// </summary>
/// <remarks>An attribute that is absent asks for nothing: the forks before it had no such field.</remarks>
internal static class AttributesCheck
{
    /// <summary>Names the first thing that does not fit.</summary>
    /// <param name="envelope">The builder's payload.</param>
    /// <param name="parent">Head of the forkchoice state that started the build.</param>
    /// <param name="attributes">The attributes that started the build.</param>
    public static AttributesMismatch Check(PayloadEnvelope envelope, BlockHash parent, PayloadAttributes attributes)
    {
        var fields = envelope.Fields;
        if (fields.ParentHash != parent)
        {
            return AttributesMismatch.ParentHash;
        }

        if (Differs(attributes.Timestamp, fields.Timestamp))
        {
            return AttributesMismatch.Timestamp;
        }

        if (Differs(attributes.PrevRandao, fields.PrevRandao))
        {
            return AttributesMismatch.PrevRandao;
        }

        if (!attributes.SuggestedFeeRecipient.IsEmpty
            && !JsonTokens.AreEqual(attributes.SuggestedFeeRecipient, fields.FeeRecipient))
        {
            return AttributesMismatch.FeeRecipient;
        }

        if (Differs(attributes.GasLimit, fields.GasLimit))
        {
            return AttributesMismatch.GasLimit;
        }

        return ExtraDataCheck.Differs(fields.ExtraData, attributes)
            ? AttributesMismatch.ExtraData
            : CheckContents(envelope, attributes);
    }

    private static AttributesMismatch CheckContents(PayloadEnvelope envelope, PayloadAttributes attributes)
    {
        // Only OP's clients put the root into the envelope; newPayload then proves the one we send anyway.
        if (envelope.ParentBeaconBlockRoot is not null
            && Differs(attributes.ParentBeaconBlockRoot, envelope.ParentBeaconBlockRoot))
        {
            return AttributesMismatch.ParentBeaconBlockRoot;
        }

        var fields = envelope.Fields;
        if (!attributes.Withdrawals.IsEmpty
            && (fields.Withdrawals.IsEmpty || !JsonTokens.AreEqual(attributes.Withdrawals, fields.Withdrawals)))
        {
            return AttributesMismatch.Withdrawals;
        }

        if (!attributes.Transactions.IsEmpty && !JsonTokens.StartsWith(fields.Transactions, attributes.Transactions))
        {
            return AttributesMismatch.ForcedTransactions;
        }

        return envelope.HasBlobs ? AttributesMismatch.Blobs : AttributesMismatch.None;
    }

    private static bool Differs<T>(T? asked, T? given)
        where T : struct, IEquatable<T> => asked is { } value && (given is not { } actual || !value.Equals(actual));
}
