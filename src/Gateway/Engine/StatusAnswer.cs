using System.Buffers;
using System.Text.Json;
using Sidecar.Contracts;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Engine;

/// <summary>What newPayload or forkchoiceUpdated answered.</summary>
/// <param name="Status">The payload status; Unknown if there was none that could be read.</param>
/// <param name="PayloadId">The build that was started, forkchoiceUpdated only.</param>
/// <param name="IsError">Whether the answer was a JSON-RPC error.</param>
internal readonly record struct StatusAnswer(PayloadStatus Status, PayloadId? PayloadId, bool IsError)
{
    /// <summary>Reads a response body; anything unreadable gives an Unknown status and no id.</summary>
    public static StatusAnswer Read(in ReadOnlySequence<byte> body)
    {
        if (!RpcResponse.TryRead(body, out var response))
        {
            return default;
        }

        if (!response.HasResult)
        {
            return new StatusAnswer(PayloadStatus.Unknown, null, true);
        }

        try
        {
            return ReadResult(response.Result, isWhole: true);
        }
        catch (InvalidOperationException)
        {
            // A name that is no text (half a surrogate pair): JSON, but nothing to go by.
            return default;
        }
    }

    private static StatusAnswer ReadResult(in ReadOnlySequence<byte> result, bool isWhole)
    {
        var status = PayloadStatus.Unknown;
        PayloadId? id = null;
        var reader = JsonSlices.Reader(result);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return default;
        }

        var names = new MemberNames();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!names.TryAdd(ref reader))
            {
                return default;
            }

            if (JsonSlices.TextIs(ref reader, "status"u8))
            {
                status = ReadStatus(ref reader);
            }
            else if (JsonSlices.TextIs(ref reader, "payloadId"u8))
            {
                id = Quantity.ReadNextPayloadId(ref reader);
            }
            else if (isWhole && JsonSlices.TextIs(ref reader, "payloadStatus"u8))
            {
                status = ReadResult(JsonSlices.ReadRawValue(ref reader, result), isWhole: false).Status;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new StatusAnswer(status, id, false);
    }

    private static PayloadStatus ReadStatus(ref Utf8JsonReader reader)
    {
        reader.Read();
        var status = PayloadStatus.Unknown;
        if (reader.TokenType == JsonTokenType.String)
        {
            status = JsonSlices.TextIs(ref reader, "VALID"u8) ? PayloadStatus.Valid
                : JsonSlices.TextIs(ref reader, "SYNCING"u8) ? PayloadStatus.Syncing
                : JsonSlices.TextIs(ref reader, "ACCEPTED"u8) ? PayloadStatus.Accepted
                : IsInvalid(ref reader) ? PayloadStatus.Invalid
                : PayloadStatus.Unknown;
        }

        reader.Skip();
        return status;
    }

    /// <summary>The two longer words are from before the merge and mean the same.</summary>
    private static bool IsInvalid(ref Utf8JsonReader reader) =>
        JsonSlices.TextIs(ref reader, "INVALID"u8) || JsonSlices.TextIs(ref reader, "INVALID_BLOCK_HASH"u8)
        || JsonSlices.TextIs(ref reader, "INVALID_TERMINAL_BLOCK"u8);
}
