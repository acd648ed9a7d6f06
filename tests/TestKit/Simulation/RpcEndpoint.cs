using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Sidecar.TestKit;

/// <summary>The walk of one HTTP request: read, record, refuse or answer, deliver.</summary>
internal sealed class RpcEndpoint(
    SimulatedClientOptions options, RpcDispatcher dispatcher, FaultPlan faults, CallLog calls)
{
    private readonly HttpGate _gate = new(options);
    private readonly RequestReader _reader = new(options.RecordedBytesMax);

    public async Task HandleAsync(HttpContext http)
    {
        List<Exchange> exchanges = [];
        try
        {
            await faults.WaitOutBlackholeAsync(http.RequestAborted);
            var body = await RequestReader.ReadBodyAsync(http.Request, http.RequestAborted);

            // Recorded before anything is refused: what a caller got wrong is what a test wants to see.
            var requests = _reader.Read(http, body, out var isBatch);
            exchanges = [.. requests.Select(request => new Exchange(request, http))];
            requests.ForEach(request => calls.Add(request.Call));
            await AnswerAsync(http, exchanges, isBatch);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller went away, or this client crashed.
        }
        catch (BadHttpRequestException refusal) when (!http.Response.HasStarted)
        {
            // A body over the limit: 413.
            http.Response.StatusCode = refusal.StatusCode;
        }
        catch (IOException)
        {
            // The caller went away, noticed while reading.
        }
        finally
        {
            exchanges.ForEach(exchange => exchange.Request.Call.Complete(new(0, null)));
        }
    }

    private async Task AnswerAsync(HttpContext http, List<Exchange> exchanges, bool isBatch)
    {
        if (_gate.Refusal(http.Request) is { } refusal)
        {
            await AnswerWriter.WriteAsync(refusal, http);
            exchanges.ForEach(exchange => exchange.Request.Call.Complete(new(refusal.Status, null)));
            return;
        }

        foreach (var exchange in exchanges)
        {
            exchange.Rule = faults.Strike(exchange.Request.Call);
            exchange.Answer = await AnswerAsync(exchange);
            exchange.Request.Call.AnsweredTimestamp = Stopwatch.GetTimestamp();
        }

        await DeliverAsync(http, exchanges, isBatch);
    }

    private async Task<RpcAnswer> AnswerAsync(Exchange exchange)
    {
        if (exchange.Request.Malformed is { } malformed)
        {
            return malformed;
        }

        if (exchange.Rule is not { Fault: var fault })
        {
            return dispatcher.Answer(exchange.Request.Call.Method, exchange.Request.Params);
        }

        await fault.BeforeAsync(exchange.Scope);
        if (exchange.Rule.Cleared.IsCancellationRequested)
        {
            exchange.Rule = null;
            return dispatcher.Answer(exchange.Request.Call.Method, exchange.Request.Params);
        }

        var answer = await fault.InsteadAsync(exchange.Scope)
            ?? dispatcher.Answer(exchange.Request.Call.Method, exchange.Request.Params);
        answer = fault.Change(answer);
        await fault.AfterAsync(exchange.Scope);
        return answer;
    }

    private async Task DeliverAsync(HttpContext http, List<Exchange> exchanges, bool isBatch)
    {
        var answer = new HttpAnswer(StatusCodes.Status200OK, "application/json", Body(exchanges, isBatch));
        if (options.Gzip && http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
        {
            answer = AnswerWriter.Gzip(answer);
        }

        var struck = exchanges.Where(exchange => exchange.Rule is not null).ToList();
        answer = struck.Aggregate(answer, (changed, exchange) => exchange.Rule!.Fault.ChangeHttp(changed));
        if (struck.FirstOrDefault(exchange => exchange.Rule!.Fault.Writer is not null) is { } first)
        {
            await first.Rule!.Fault.Writer!(answer, first.Scope);
        }
        else
        {
            await AnswerWriter.WriteAsync(answer, http);
        }

        var status = http.RequestAborted.IsCancellationRequested ? 0 : answer.Status;
        exchanges.ForEach(exchange => exchange.Complete(status, options.RecordedBytesMax));
    }

    private static ReadOnlyMemory<byte> Body(List<Exchange> exchanges, bool isBatch)
    {
        using var body = new MemoryStream(exchanges.Sum(exchange => exchange.Answer!.Json.Length + 128));
        for (var index = 0; index < exchanges.Count; index++)
        {
            if (isBatch)
            {
                body.WriteByte((byte)(index == 0 ? '[' : ','));
            }

            var (call, answer) = (exchanges[index].Request.Call, exchanges[index].Answer!);
            var id = call.Id.Length == 0 ? "null" : call.Id;
            var member = answer.IsError ? "error" : "result";
            body.Write(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":{{id}},"{{member}}":"""));
            body.Write(answer.Json.Span);
            body.Write("}"u8);
        }

        // go-ethereum's encoder ends every answer with a line feed.
        body.Write(isBatch ? "]\n"u8 : "\n"u8);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
