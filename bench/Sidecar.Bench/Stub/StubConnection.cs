using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Sidecar.Bench.Blocks;
using Sidecar.Bench.Load;

namespace Sidecar.Bench.Stub;

/// <summary>One connection of a stub: finds id and method in the first bytes, where every caller here puts them.</summary>
internal sealed class StubConnection
{
    private static readonly byte[] PayloadTail = Encoding.ASCII.GetBytes(
        ",\"blockValue\":\"0x1\",\"blobsBundle\":{\"commitments\":[],\"proofs\":[],\"blobs\":[]},\"executionRequests\":[],"
        + $"\"shouldOverrideBuilder\":false,\"parentBeaconBlockRoot\":\"{ChainFacts.Zero}\"}}}}");

    private readonly Socket _socket;
    private readonly StubServer _server;
    private readonly HttpReader _reader;
    private readonly byte[] _out = new byte[16 * 1024];
    private readonly ArraySegment<byte>[] _parts = new ArraySegment<byte>[3];
    private int _used;

    public StubConnection(Socket socket, StubServer server)
    {
        (_socket, _server) = (socket, server);
        _reader = new HttpReader(buffer => _socket.Receive(buffer));
    }

    public void Run()
    {
        using (_socket)
        {
            try
            {
                while (_reader.Read())
                {
                    Answer(_reader.BodyStart);
                }
            }
            catch (Exception e) when (e is SocketException or EndOfStreamException)
            {
                // The caller has gone away.
            }
        }
    }

    private void Answer(ReadOnlySpan<byte> body)
    {
        var method = Between(body, "\"method\":\""u8, (byte)'"');
        var id = Between(body, "\"id\":"u8, (byte)',');
        id = id.IsEmpty ? "1"u8 : id;
        if (method.StartsWith("engine_getPayload"u8))
        {
            AnswerPayload(body, id);
        }
        else
        {
            Answer(id, Result(body, method));
        }
    }

    private string Result(ReadOnlySpan<byte> body, ReadOnlySpan<byte> method)
    {
        const string Valid = $$"""{"status":"VALID","latestValidHash":"{{ChainFacts.HeadHash}}","validationError":null}""";
        if (method.StartsWith("engine_forkchoiceUpdated"u8))
        {
            var timestamp = Between(body, "\"timestamp\":\"0x"u8, (byte)'"');
            var payloadId = timestamp.IsEmpty
                ? "null"
                : $"\"0x{(byte)_server.Maker:x2}000000{Encoding.ASCII.GetString(timestamp)}\"";
            return $$"""{"payloadStatus":{{Valid}},"payloadId":{{payloadId}}}""";
        }

        if (method.StartsWith("engine_newPayload"u8))
        {
            Think();
            return Valid;
        }

        return method switch
        {
            _ when method.SequenceEqual("bench_script"u8) => ReadScript(body),
            _ when method.SequenceEqual("eth_getBlockByNumber"u8) => Head(),
            _ when method.SequenceEqual("eth_syncing"u8) => "false",
            _ => "\"0x2105\"",
        };
    }

    private void AnswerPayload(ReadOnlySpan<byte> body, ReadOnlySpan<byte> id)
    {
        Think();
        if (_server.HangsAtPayload)
        {
            // Until the caller closes the connection.
            _socket.Receive(_out);
            throw new EndOfStreamException();
        }

        // The last eight digits of a payload id are the block's timestamp.
        var payloadId = Between(body, "\"params\":[\""u8, (byte)'"');
        var timestamp = uint.Parse(payloadId[^8..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        var payload = _server.Script.Payload;
        var start = """{"jsonrpc":"2.0","id":"""u8;
        var middle = ""","result":{"executionPayload":"""u8;
        WriteHead(start.Length + id.Length + middle.Length + payload.Bytes.Length + PayloadTail.Length);
        Write(start);
        Write(id);
        Write(middle);
        var payloadAt = _used;
        Write(payload.Bytes.AsSpan(0, payload.HeadLength));
        payload.Stamp(_out.AsSpan(payloadAt), timestamp, _server.Maker);
        Send(new ArraySegment<byte>(payload.Bytes, payload.HeadLength, payload.Bytes.Length - payload.HeadLength));
    }

    private void Answer(ReadOnlySpan<byte> id, string result)
    {
        var start = """{"jsonrpc":"2.0","id":"""u8;
        var middle = ""","result":"""u8;
        WriteHead(start.Length + id.Length + middle.Length + result.Length + 1);
        Write(start);
        Write(id);
        Write(middle);
        _used += Encoding.ASCII.GetBytes(result, _out.AsSpan(_used));
        Write("}"u8);
        for (var sent = 0; sent < _used;)
        {
            sent += _socket.Send(_out.AsSpan(sent, _used - sent));
        }
    }

    private void WriteHead(int bodyLength)
    {
        _used = 0;
        Write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "u8);
        bodyLength.TryFormat(_out.AsSpan(_used), out var digits, provider: CultureInfo.InvariantCulture);
        _used += digits;
        Write("\r\n\r\n"u8);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_out.AsSpan(_used));
        _used += bytes.Length;
    }

    /// <summary>Sends what was written, shared bytes, and the end of the envelope, in one call.</summary>
    private void Send(ArraySegment<byte> shared)
    {
        (_parts[0], _parts[1], _parts[2]) = (new(_out, 0, _used), shared, PayloadTail);
        var missing = _parts.Sum(part => part.Count);
        while (missing > 0)
        {
            var sent = _socket.Send(_parts);
            missing -= sent;
            for (var index = 0; index < _parts.Length && missing > 0; index++)
            {
                var taken = Math.Min(sent, _parts[index].Count);
                _parts[index] = _parts[index][taken..];
                sent -= taken;
            }
        }
    }

    private void Think()
    {
        if (_server.Script.Think > TimeSpan.Zero)
        {
            Thread.Sleep(_server.Script.Think);
        }
    }

    private string ReadScript(ReadOnlySpan<byte> body)
    {
        var numbers = Encoding.ASCII.GetString(Between(body, "\"params\":["u8, (byte)']')).Split(',');
        _server.Script = new(
            new PayloadJson(int.Parse(numbers[0], CultureInfo.InvariantCulture)),
            TimeSpan.FromMilliseconds(int.Parse(numbers[1], CultureInfo.InvariantCulture)));
        return "true";
    }

    private static string Head() =>
        $$"""{"number":"0x64","hash":"{{ChainFacts.HeadHash}}","timestamp":"0x{{DateTimeOffset.UtcNow.ToUnixTimeSeconds():x}}"}""";

    private static ReadOnlySpan<byte> Between(ReadOnlySpan<byte> text, ReadOnlySpan<byte> before, byte after)
    {
        // Params of any size follow; nothing that is looked for stands behind the first kilobytes.
        text = text[..Math.Min(text.Length, 4096)];
        var start = text.IndexOf(before);
        if (start < 0)
        {
            return default;
        }

        text = text[(start + before.Length)..];
        var end = text.IndexOf(after);
        return end < 0 ? default : text[..end];
    }
}
