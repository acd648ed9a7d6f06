using System.Buffers;
using System.Text.Json;

namespace Sidecar.Gateway.JsonRpc;

/// <summary>
/// Finds the parts of JSON-RPC requests in a body, in one pass and without decoding them, however the body is split
/// into segments.
/// </summary>
/// <remarks>
/// Strict on purpose where two parsers could disagree: a name that occurs twice is refused, because we might route by
/// one occurrence and the execution client obey the other.
/// </remarks>
internal static class JsonRpcReader
{
    /// <summary>No method that is treated specially is longer; longer ones are passed through unread.</summary>
    private const int MethodBytesMax = 128;

    /// <summary>The longest such a method can be when every letter of it is escaped.</summary>
    private const int EscapedMethodBytesMax = MethodBytesMax * 6;

    /// <summary>Locates the request or requests of a body.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="depthMax">Deepest nesting, arrays and objects together.</param>
    /// <param name="batchMembersMax">Most members in a batch.</param>
    public static JsonRpcReadResult Read(in ReadOnlySequence<byte> body, int depthMax, int batchMembersMax)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = depthMax });
        try
        {
            reader.Read();
            return reader.TokenType == JsonTokenType.StartArray
                ? ReadBatch(ref reader, body, batchMembersMax)
                : ReadSingle(ref reader, body);
        }
        catch (JsonException)
        {
            return JsonRpcReadResult.Failed(
                IsTooDeep(reader, body, depthMax) ? JsonRpcReadFailure.TooDeep : JsonRpcReadFailure.Malformed);
        }
        catch (InvalidOperationException)
        {
            // Comparing a name that holds half a surrogate pair throws: the grammar allows it, but it is no text.
            return JsonRpcReadResult.Failed(JsonRpcReadFailure.InvalidRequest);
        }
    }

    /// <summary>
    /// Whether the reader threw because of its depth: it stops before the bracket that opens one level too many.
    /// </summary>
    private static bool IsTooDeep(in Utf8JsonReader reader, in ReadOnlySequence<byte> body, int depthMax)
    {
        // CurrentDepth leaves out the level that the last token opened.
        var isInside = reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject;
        if (reader.CurrentDepth + (isInside ? 1 : 0) < depthMax)
        {
            return false;
        }

        var rest = new SequenceReader<byte>(body.Slice(reader.BytesConsumed));
        rest.AdvancePastAny(" \t\r\n,:"u8);
        return rest.TryPeek(out var next) && next is (byte)'[' or (byte)'{';
    }

    private static JsonRpcReadResult ReadSingle(ref Utf8JsonReader reader, in ReadOnlySequence<byte> body)
    {
        var failure = ReadCall(ref reader, body, out var call, out var id);
        ReadEnd(ref reader);
        return call is null
            ? JsonRpcReadResult.Failed(failure, id)
            : new JsonRpcReadResult(JsonRpcReadFailure.None, [call], false, call.Id);
    }

    private static JsonRpcReadResult ReadBatch(
        ref Utf8JsonReader reader, in ReadOnlySequence<byte> body, int batchMembersMax)
    {
        var calls = new List<JsonRpcCall>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (calls.Count == batchMembersMax)
            {
                return JsonRpcReadResult.Failed(JsonRpcReadFailure.BatchTooLong);
            }

            ReadCall(ref reader, body, out var call, out _);
            calls.Add(call ?? JsonRpcCall.Unreadable);
        }

        ReadEnd(ref reader);
        return new JsonRpcReadResult(JsonRpcReadFailure.None, calls, true, default);
    }

    private static JsonRpcReadFailure ReadCall(
        ref Utf8JsonReader reader, in ReadOnlySequence<byte> body, out JsonRpcCall? call, out ReadOnlySequence<byte> id)
    {
        call = null;
        id = default;
        var start = reader.TokenStartIndex;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return JsonRpcReadFailure.InvalidRequest;
        }

        var parts = default(CallParts);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            parts.ReadMember(ref reader, body);
        }

        id = parts.Id;
        if (!parts.IsRequest)
        {
            return JsonRpcReadFailure.InvalidRequest;
        }

        var raw = body.Slice(start, reader.BytesConsumed - start);
        call = new JsonRpcCall(raw, parts.Id, parts.Method, parts.Params, parts.HasUnknown);
        return JsonRpcReadFailure.None;
    }

    private static void ReadEnd(ref Utf8JsonReader reader)
    {
        // Throws for anything but white space after the value.
        reader.Read();
    }

    private struct CallParts
    {
        private bool _idSeen;
        private bool _methodSeen;
        private bool _paramsSeen;
        private bool _versionSeen;
        private bool _wrong;

        public ReadOnlySequence<byte> Id { get; private set; }

        public ReadOnlyMemory<byte> Method { get; private set; }

        public ReadOnlySequence<byte> Params { get; private set; }

        public bool HasUnknown { get; private set; }

        public readonly bool IsRequest => _methodSeen && !_wrong;

        public void ReadMember(ref Utf8JsonReader reader, in ReadOnlySequence<byte> body)
        {
            if (reader.ValueTextEquals("method"u8))
            {
                ReadMethod(ref reader);
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                ReadId(ref reader, body);
            }
            else if (reader.ValueTextEquals("params"u8))
            {
                _wrong |= _paramsSeen;
                _paramsSeen = true;
                Params = JsonSlices.ReadRawValue(ref reader, body);
            }
            else
            {
                var isVersion = reader.ValueTextEquals("jsonrpc"u8);
                HasUnknown |= !isVersion;
                _wrong |= isVersion && _versionSeen;
                _versionSeen |= isVersion;
                reader.Read();
                reader.Skip();
            }
        }

        private void ReadMethod(ref Utf8JsonReader reader)
        {
            reader.Read();
            _wrong |= _methodSeen || reader.TokenType != JsonTokenType.String;
            _methodSeen = true;
            if (reader.TokenType != JsonTokenType.String)
            {
                reader.Skip();
                return;
            }

            var rawLength = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
            if (rawLength > EscapedMethodBytesMax)
            {
                return;
            }

            Span<byte> name = stackalloc byte[EscapedMethodBytesMax];
            try
            {
                var length = reader.CopyString(name);
                Method = length > MethodBytesMax ? default : name[..length].ToArray();
            }
            catch (InvalidOperationException)
            {
                // Invalid UTF-8 or an unpaired surrogate: no method has such a name.
                _wrong = true;
            }
        }

        private void ReadId(ref Utf8JsonReader reader, in ReadOnlySequence<byte> body)
        {
            _wrong |= _idSeen;
            _idSeen = true;
            var id = JsonSlices.ReadRawValue(ref reader, body);
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.Null)
            {
                Id = id;
            }
            else
            {
                _wrong = true;
            }
        }
    }
}
