using System.Globalization;
using Sidecar.Fuzz.Tests.Mutation;

namespace Sidecar.Fuzz.Tests.Targets;

/// <summary>HTTP requests as callers write them, and ones that are wrong around a body.</summary>
internal static class RequestText
{
    private static readonly string[] OddFields =
    [
        "Content-Length: 1", "Content-Length: +1", "Content-Length: 99999999999999999999", "Content-Length: 1048577",
        "Content-Length: ", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding : chunked",
        "Transfer-Encoding:\u000bchunked", "Host: other", "Host: a b", "Expect: 100-continue", "Expect: more", "X-Odd: a\rb",
        "X-Odd: a\0b", "X-Odd: a\nX-Bare: b", " folded: no", "X-Bare", ": nameless", "X y: z", "Connection: close",
        "Connection: close, keep-alive", "Connection: keep-alive", "X-Odd: \u00ff\u0001", "Upgrade: h2c", "TE: trailers",
    ];

    private static readonly string[] OddLines =
    [
        "POST / HTTP/2.0", "POST / HTTP/1.2", "POST /", "", "POST  / HTTP/1.1", "POST / HTTP/1.1 ", "POST * HTTP/1.1",
        "PRI * HTTP/2.0", "CONNECT a:1 HTTP/1.1", "POST http://other/ HTTP/1.1", "POST http:// HTTP/1.1", "POST /\u00e9 HTTP/1.1",
        "POST /a b HTTP/1.1", "(POST) / HTTP/1.1",
    ];

    /// <summary>A request that nobody can misread.</summary>
    public static byte[] Right(Random random, string marker, byte[] body)
    {
        var isOldest = random.Next(8) == 0;
        var isChunked = !isOldest && random.Next(3) == 0;
        var fields = new List<string>
        {
            random.Next(2) == 0 ? "Host: gateway:8551" : "host:gateway:8551 ",
            $"X-Marker: {marker}",
            isChunked ? "Transfer-Encoding: Chunked" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}"),
        };
        if (isOldest && random.Next(4) > 0)
        {
            fields.Add("Connection: Keep-Alive");
        }

        if (random.Next(6) == 0)
        {
            fields.Add("Expect: 100-Continue");
        }

        var method = random.Next(8) == 0 ? "HEAD" : "POST";
        var origin = random.Next(6) == 0 ? "http://gateway:8551" : "";
        return
        [
            .. Head($"{method} {origin}/{marker}?a=b HTTP/1.{(isOldest ? 0 : 1)}", fields),
            .. isChunked ? Chunks(random, body) : body,
        ];
    }

    /// <summary>One that is wrong in its first line, its fields, its framing, or its bytes.</summary>
    public static byte[] Wrong(Random random, string marker, byte[] body) => random.Next(6) switch
    {
        0 => [.. Head(Any(random, OddLines), ["Host: a", $"X-Marker: {marker}", $"Content-Length: {body.Length}"]), .. body],
        1 => [.. Head("POST / HTTP/1.1", ["Host: a", $"Content-Length: {body.Length}", Any(random, OddFields)]), .. body],
        2 => [.. Head("POST / HTTP/1.1", [Any(random, OddFields), "Host: a", Any(random, OddFields)]), .. Chunks(random, body)],
        3 => Right(random, marker, body) is var right ? right[..random.Next(right.Length)] : [],
        4 => WithOddLineEnd(random, Right(random, marker, body)),
        _ => Mutator.Mutate(random, Right(random, marker, body)),
    };

    /// <summary>The same with one carriage return too few or too many: of its head, its chunks or its body.</summary>
    private static byte[] WithOddLineEnd(Random random, byte[] request)
    {
        var ends = Enumerable.Range(0, request.Length).Where(at => request[at] == '\r').ToList();
        var at = ends[random.Next(ends.Count)];
        return random.Next(2) == 0
            ? BlindMutations.Replace(request, at, 1, [])
            : BlindMutations.Replace(request, random.Next(at + 1), 0, "\r"u8);
    }

    private static string Any(Random random, string[] texts) => texts[random.Next(texts.Length)];

    private static byte[] Head(string line, IEnumerable<string> fields) =>
        HttpText.Latin1(string.Join("\r\n", [line, .. fields, "", ""]));

    private static byte[] Chunks(Random random, byte[] body)
    {
        var text = new List<byte>();
        for (var from = 0; from < body.Length;)
        {
            var count = Math.Min(body.Length - from, random.Next(1, 2000));
            var extension = random.Next(5) == 0 ? ";a=\"b\"" : "";
            text.AddRange(HttpText.Latin1(string.Create(CultureInfo.InvariantCulture, $"{count:X}{extension}\r\n")));
            text.AddRange(body.AsSpan(from, count));
            text.AddRange("\r\n"u8);
            from += count;
        }

        text.AddRange(random.Next(8) == 0 ? "0\r\nX-Trailer: 1\r\n\r\n"u8 : "0\r\n\r\n"u8);
        return [.. text];
    }
}
