using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Sidecar.Fuzz.Tests.Mutation;

namespace Sidecar.Fuzz.Tests.Wire;

/// <summary>A caller whose requests are mutated: in their JSON, in their HTTP, or by its vanishing.</summary>
internal sealed class FuzzedCaller(Uri url, Upstreams upstreams, Random random, Func<long> nextNumber) : IDisposable
{
    private WireConnection? _connection;

    /// <summary>Requests sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Answers read.</summary>
    public long Answered { get; private set; }

    /// <summary>One request, or the few of a build. Throws for a finding.</summary>
    public async Task RunAsync()
    {
        var number = nextNumber();
        try
        {
            switch (random.Next(12))
            {
                case 0:
                    await SendRawAsync(number);
                    break;
                case 1:
                    await VanishAsync(number);
                    break;
                case < 6:
                    await CallAsync(number, Exchanges.StartBuild(number));
                    await CallAsync(number, Exchanges.GetPayload(number));
                    await CallAsync(number, Exchanges.GetPayload(number));
                    await CallAsync(number, Exchanges.NewPayload(number));
                    break;
                case 6:
                    await CallAsync(number, Exchanges.NewHead(number));
                    break;
                case 7:
                    await CallAsync(
                        number,
                        $"[{Exchanges.Other(number, 3)},{Exchanges.GetPayload(number)},{Exchanges.NewHead(number)}]");
                    break;
                default:
                    await CallAsync(number, Exchanges.Other(number, random.Next(1, 6000)));
                    break;
            }
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            // Closed while we wrote to it: the gateway may do that to what it has refused.
            Drop();
        }
        finally
        {
            upstreams.TakeBroken(number);
        }
    }

    public void Dispose() => Drop();

    private async Task CallAsync(long number, string request)
    {
        var body = Encoding.Latin1.GetBytes(request);
        body = random.Next(2) == 0 ? body : Mutated(number, body);
        var isPacked = random.Next(20) == 0;
        var bytes = isPacked
            ? WireConnection.Request(number, Pack(body), "Content-Encoding: gzip")
            : WireConnection.Request(number, body);
        _connection ??= await WireConnection.OpenAsync(url);
        await _connection.SendAsync(bytes);
        Sent++;
        var answer = await ReadAsync(_connection, bytes);
        Judge(number, answer, bytes, mayBreak: upstreams.TakeBroken(number));
        if (answer is not { IsWhole: true } || answer.Head.Contains("Connection: close", StringComparison.OrdinalIgnoreCase))
        {
            Drop();
        }
    }

    /// <summary>Two builds that have both lost their mark are one, and have one answer: that would be no leak.</summary>
    private byte[] Mutated(long number, byte[] body)
    {
        var changed = Mutator.Mutate(random, body);
        var mark = Exchanges.MarkOf(number);
        return Encoding.Latin1.GetString(body).Contains(mark, StringComparison.Ordinal)
            && !Encoding.Latin1.GetString(changed).Contains(mark, StringComparison.Ordinal) ? body : changed;
    }

    /// <summary>Bytes that may be no HTTP at all; whatever the gateway makes of them, it must come to an end.</summary>
    private async Task SendRawAsync(long number)
    {
        Drop();
        using var connection = await WireConnection.OpenAsync(url);
        var body = Encoding.Latin1.GetBytes(Exchanges.Other(number, 2));
        var bytes = random.Next(3) switch
        {
            0 => WireConnection.Request(number, body, "Transfer-Encoding: chunked"),
            1 => [.. WireConnection.Request(number, body), .. WireConnection.Request(number, body)],
            _ => WireConnection.Request(number, body),
        };
        bytes = BlindMutations.Apply(random, Mutator.Mutate(random, bytes), bytes);
        await connection.SendAsync(bytes);
        Sent++;
        connection.EndSending();
        while (await ReadAsync(connection, bytes) is { } answer)
        {
            Judge(number, answer, bytes, mayBreak: true);
            if (!answer.IsWhole)
            {
                return;
            }
        }
    }

    private async Task VanishAsync(long number)
    {
        Drop();
        using var connection = await WireConnection.OpenAsync(url);
        var bytes = WireConnection.Request(number, Encoding.Latin1.GetBytes(Exchanges.Other(number, random.Next(1, 6000))));
        await connection.SendAsync(bytes[..random.Next(1, bytes.Length + 1)]);
        Sent++;
        connection.Reset();
    }

    private async Task<HttpMessageText?> ReadAsync(WireConnection connection, byte[] request)
    {
        try
        {
            var answer = await connection.ReadAsync();
            Answered += answer is null ? 0 : 1;
            return answer;
        }
        catch (Exception e) when (e is HttpTextException or FindingException)
        {
            Drop();
            throw new FindingException($"{e.Message}\n  to: {Shown(request)}");
        }
    }

    private static void Judge(long number, HttpMessageText? answer, byte[] request, bool mayBreak)
    {
        var sent = Shown(request);
        FindingException.Unless(mayBreak || answer is { IsWhole: true }, "No whole answer.", sent, answer?.Head ?? "closed");
        if (answer is null)
        {
            return;
        }

        foreach (var foreign in Marker.In(answer.Head + answer.Body).Where(found => found != number))
        {
            throw new FindingException(
                $"Bytes of {Marker.Text(foreign)} in the answer to {Marker.Text(number)}.\n  {sent}\n  {answer.Body}");
        }

        FindingException.Unless(!answer.Body.Contains("-32603", StringComparison.Ordinal), "A bug's answer.", sent, answer.Body);
    }

    private static string Shown(byte[] request) => Encoding.Latin1.GetString(request, 0, Math.Min(2500, request.Length));

    private static byte[] Pack(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return packed.ToArray();
    }

    private void Drop()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
