using System.Text;
using Sidecar.Fuzz.Tests.Mutation;
using Sidecar.Fuzz.Tests.Oracles;
using Sidecar.Gateway.Callers;

namespace Sidecar.Fuzz.Tests.Targets;

/// <summary>A caller's connection: each request is the one a strict reader finds, and each answer is its own.</summary>
internal sealed class CallerTarget : FuzzTarget
{
    private readonly DateField _date = new(TimeProvider.System);

    public override void Run(FuzzInput input)
    {
        var right = new List<byte[]>();
        var sent = new List<byte>();
        for (var count = input.Random.Next(4); count > 0; count--)
        {
            right.Add(input.Draw(Corpus.Requests));
            sent.AddRange(RequestText.Right(input.Random, $"{input.Iteration}-{right.Count}", right[^1]));
        }

        if (input.Random.Next(3) > 0)
        {
            sent.AddRange(RequestText.Wrong(input.Random, $"{input.Iteration}-w", input.Draw(Corpus.Requests)));
        }

        var caller = new CannedCaller([.. sent], input.Random);
        var handler = new EchoHandler(input.Random.Next());
        new CallerConnection(caller, caller, handler, _date, () => false, TimeProvider.System).Run();

        FindingException.Unless(caller.IsClosed, "It was not closed.");
        var expected = Expected(Encoding.Latin1.GetString([.. sent]), handler);
        CheckRequests(expected, handler.Seen);
        CheckRight(right, expected);
        CheckAnswers(Encoding.Latin1.GetString(caller.Heard), expected, handler);
    }

    /// <summary>The requests that a strict reader finds, up to where the connection has to end.</summary>
    private static List<PlainRequest> Expected(string sent, EchoHandler handler)
    {
        var requests = new PlainRequests(sent);
        var expected = new List<PlainRequest>();
        while (requests.Next() is { } request)
        {
            expected.Add(request);
            if (!CanFollow(request, handler.DoesAt(expected.Count - 1)))
            {
                break;
            }
        }

        return expected;
    }

    private static bool CanFollow(PlainRequest request, EchoDoes does)
    {
        // What nobody read is skipped only if its end is known, and the caller was not left waiting to be told to send it.
        var isEmpty = request is { IsChunked: false, Length: null or 0 };
        var isSkipped = !does.Reads && request.Body is not null && !request.IsChunked && !request.Waits;
        var isOver = isEmpty || isSkipped || (does.Reads && request.Body is not null);
        return isOver && request.Stays && !(does.Form == EchoForm.NoLength && request is { IsOldest: true, Method: not "HEAD" });
    }

    private static void CheckRequests(List<PlainRequest> expected, IReadOnlyList<EchoSeen> seen)
    {
        FindingException.Unless(
            expected.Count == seen.Count, "Not as many requests.",
            string.Join(' ', expected.Select(request => request.Target)), string.Join(' ', seen.Select(request => request.Target)));
        foreach (var (request, actual) in expected.Zip(seen))
        {
            FindingException.Unless(request.Target.TrimEnd('?') == actual.Target.TrimEnd('?'), "Another target.", request.Target, actual.Target);
            FindingException.Unless(
                request.Find("X-Marker") == actual.Marker, "Another's field.", $"{request.Find("X-Marker")}", $"{actual.Marker}");
            FindingException.Unless(
                (request.Method == "POST", request.Method == "HEAD") == (actual.IsPost, actual.IsHead), "Another method.",
                request.Method);
            FindingException.Unless(
                !actual.WasRead || request.Body == actual.Body, "Another body.", $"{request.Body}", $"{actual.Body}");
        }
    }

    private static void CheckRight(List<byte[]> right, List<PlainRequest> expected)
    {
        foreach (var (body, request) in right.Zip(expected))
        {
            FindingException.Unless(
                request.Body == Encoding.Latin1.GetString(body), "A right request was read wrongly.",
                Encoding.Latin1.GetString(body), $"{request.Body}");
        }
    }

    private static void CheckAnswers(string heard, List<PlainRequest> expected, EchoHandler handler)
    {
        var answers = new PlainAnswers(heard);
        for (var i = 0; i < expected.Count; i++)
        {
            var wasTold = answers.SkipGoOn();
            FindingException.Unless(
                !wasTold || (expected[i].Waits && handler.DoesAt(i).Reads), "Told to go on without having asked.", "", heard);
            var (status, body, closes) = answers.Next(expected[i].Method == "HEAD");
            var said = status == 204 || expected[i].Method == "HEAD" ? "" : handler.Seen[i].Answer;
            FindingException.Unless(body == said, "Another's answer.", said, body);
            FindingException.Unless(
                closes || i == expected.Count - 1 || CanFollow(expected[i], handler.DoesAt(i)), "It goes on.", "", heard);
        }

        FindingException.Unless(handler.Refusals <= 1, "Refused more than once.");
        if (handler.Refusals == 1)
        {
            FindingException.Unless(answers.Next(isHead: false).Closes, "A bad head does not end it.", "", heard);
        }

        FindingException.Unless(answers.IsAtEnd, "More than was answered.", "", heard);
    }
}
