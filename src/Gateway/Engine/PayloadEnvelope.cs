using System.Buffers;
using System.Text.Json;
using Sidecar.Contracts;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Engine;

/// <summary>A getPayload result, located: the slices that newPayload needs, and the few fields that decisions need.</summary>
/// <remarks>Slices live as long as the body they were read from.</remarks>
internal sealed class PayloadEnvelope
{
    private bool _isPlain = true;

    /// <summary>The whole raw result.</summary>
    public ReadOnlySequence<byte> Result { get; private set; }

    /// <summary>The raw ExecutionPayload.</summary>
    public ReadOnlySequence<byte> ExecutionPayload { get; private set; }

    /// <summary>The raw list of execution requests (V4 and later); empty if absent.</summary>
    public ReadOnlySequence<byte> ExecutionRequests { get; private set; }

    /// <summary>OP's addition to the envelope; null if absent.</summary>
    public BlockHash? ParentBeaconBlockRoot { get; private set; }

    /// <summary>Whether there are blobs. On OP there never are.</summary>
    public bool HasBlobs { get; private set; }

    /// <summary>The fields of the execution payload.</summary>
    public PayloadFields Fields { get; private set; } = PayloadFields.None;

    /// <summary>Locates a response's envelope in one pass; null if the response is no result or not an envelope.</summary>
    public static PayloadEnvelope? TryRead(in ReadOnlySequence<byte> body)
    {
        if (body.IsEmpty)
        {
            return null;
        }

        try
        {
            var envelope = new PayloadEnvelope();
            return envelope.TryReadResponse(body) && envelope.Fields.AreComplete ? envelope : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Locates an envelope that stands alone, without the response around it; null if it is none.</summary>
    public static PayloadEnvelope? TryReadResult(in ReadOnlySequence<byte> result)
    {
        try
        {
            var envelope = new PayloadEnvelope();
            var reader = JsonSlices.Reader(result);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            envelope.ReadResult(ref reader, result);
            reader.Read();
            return envelope._isPlain && envelope.Fields.AreComplete ? envelope : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private bool TryReadResponse(in ReadOnlySequence<byte> body)
    {
        var reader = JsonSlices.Reader(body);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var isError = false;
        var names = new MemberNames();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            _isPlain &= names.TryAdd(ref reader);
            var isResult = JsonSlices.TextIs(ref reader, "result"u8);
            var isErrorMember = JsonSlices.TextIs(ref reader, "error"u8);
            reader.Read();
            isError |= isErrorMember && reader.TokenType != JsonTokenType.Null;
            if (isResult && reader.TokenType == JsonTokenType.StartObject)
            {
                ReadResult(ref reader, body);
            }

            reader.Skip();
        }

        reader.Read();
        return !isError && _isPlain;
    }

    private void ReadResult(ref Utf8JsonReader reader, in ReadOnlySequence<byte> body)
    {
        var start = reader.TokenStartIndex;
        var names = new MemberNames();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            _isPlain &= names.TryAdd(ref reader);
            ReadMember(ref reader, body);
        }

        Result = body.Slice(start, reader.BytesConsumed - start);
    }

    private void ReadMember(ref Utf8JsonReader reader, in ReadOnlySequence<byte> body)
    {
        if (JsonSlices.TextIs(ref reader, "executionPayload"u8))
        {
            reader.Read();
            var start = reader.TokenStartIndex;
            Fields = PayloadFields.Read(ref reader, body);
            ExecutionPayload = body.Slice(start, reader.BytesConsumed - start);
        }
        else if (JsonSlices.TextIs(ref reader, "executionRequests"u8))
        {
            var requests = JsonSlices.ReadRawValue(ref reader, body);
            ExecutionRequests = requests.FirstSpan.StartsWith("["u8) ? requests : default;
        }
        else if (JsonSlices.TextIs(ref reader, "parentBeaconBlockRoot"u8))
        {
            ParentBeaconBlockRoot = Quantity.ReadNextHash(ref reader);
        }
        else if (JsonSlices.TextIs(ref reader, "blobsBundle"u8))
        {
            HasBlobs = HasAnyString(JsonSlices.ReadRawValue(ref reader, body));
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    /// <summary>Blobs, commitments and proofs are lists of strings; the names of the lists do not count.</summary>
    private static bool HasAnyString(in ReadOnlySequence<byte> bundle)
    {
        var reader = JsonSlices.Reader(bundle);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                return true;
            }
        }

        return false;
    }
}
