using System.Globalization;
using System.Text;
using Sidecar.Fuzz.Tests.Oracles;
using Sidecar.Gateway.Callers;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Fuzz.Tests.Targets;

/// <summary>Keeps what it is asked, reads some bodies and others not, and answers each request with its number.</summary>
internal sealed class EchoHandler(int seed) : ICallHandler
{
    private const int LongAnswerBytes = 40_000;

    private readonly List<EchoSeen> _seen = [];

    /// <summary>Requests in the order in which they came.</summary>
    public IReadOnlyList<EchoSeen> Seen => _seen;

    /// <summary>Heads that were none.</summary>
    public int Refusals { get; private set; }

    /// <summary>What it does with which request.</summary>
    public EchoDoes DoesAt(int number)
    {
        var random = new Random(seed + number);
        return new EchoDoes(random.Next(4) > 0, (EchoForm)random.Next(4));
    }

    public void Handle(CallerExchange exchange)
    {
        var does = DoesAt(_seen.Count);
        FindingException.Unless(!exchange.HasStarted && !exchange.CanGoOn, "Something is left of the exchange before.");
        FindingException.Unless(!exchange.Gone.IsCancellationRequested, "Nobody is gone.");
        var line = exchange.Head.Line;
        var seen = new EchoSeen(
            Encoding.Latin1.GetString(line.Path), Encoding.Latin1.GetString(line.Query), exchange.Head.Fields.Find("X-Marker"u8),
            line.IsPost, line.IsHead, does.Reads, does.Reads ? Read(exchange) : null,
            string.Create(CultureInfo.InvariantCulture, $"answer {_seen.Count} {new string('x', does.Form == EchoForm.Short ? 0 : LongAnswerBytes)}"));
        _seen.Add(seen);
        Answer(exchange, does.Form, Encoding.Latin1.GetBytes(seen.Answer));
    }

    public void RefuseHead(CallerExchange exchange, int statusCode)
    {
        Refusals++;
        exchange.BeginAnswer(statusCode);
        exchange.EndAnswer("text/plain", JsonSplice.Of("refused"u8.ToArray()));
    }

    private static string? Read(CallerExchange exchange)
    {
        using var body = exchange.ReadBody(PlainRequest.BodyBytesMax, out var failure);
        FindingException.Unless((body is null) == (failure != BodyFailure.None), "Neither a body nor a failure, or both.");
        return body is null ? null : Encoding.Latin1.GetString(body.Bytes);
    }

    private static void Answer(CallerExchange exchange, EchoForm form, byte[] answer)
    {
        exchange.BeginAnswer(form == EchoForm.NoBody ? 204 : 200);
        switch (form)
        {
            case EchoForm.NoBody:
                exchange.EndWithoutBody(null);
                break;
            case EchoForm.NoLength when !exchange.Head.Line.IsHead:
                exchange.EndHead(null);
                exchange.Write(answer.AsSpan(0, 7));
                exchange.Flush();
                exchange.Write(answer.AsSpan(7));
                exchange.EndAnswer();
                break;
            default:
                exchange.EndAnswer("text/plain", JsonSplice.Of(answer));
                break;
        }
    }
}

/// <summary>What becomes of a request.</summary>
internal readonly record struct EchoDoes(bool Reads, EchoForm Form);

/// <summary>What an answer looks like.</summary>
internal enum EchoForm
{
    Short,
    Long,
    NoLength,
    NoBody,
}

/// <summary>A request as the handler saw it.</summary>
internal sealed record EchoSeen(
    string Path, string Query, string? Marker, bool IsPost, bool IsHead, bool WasRead, string? Body, string Answer)
{
    public string Target => Query.Length == 0 ? Path : $"{Path}?{Query}";
}
