using System.Globalization;
using System.Text;
using Sidecar.Fuzz.Tests.Mutation;

namespace Sidecar.Fuzz.Tests.Targets;

/// <summary>HTTP answers as upstreams write them: right ones, and ones that are wrong around a body.</summary>
internal static class HttpText
{
    private static readonly string[] OddHeads =
    [
        "HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 999 \r\nContent-Length: 2\r\n\r\n{}", "HTTP/1.1 000 Nothing\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 099 Less\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nabc",
        "HTTP/1.1 205 Reset Content\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.0 200 OK\r\n\r\n{}", "HTTP/2 200 OK\r\nContent-Length: 2\r\n\r\n{}", "ICY 200 OK\r\n\r\n", "\r\n\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
    ];

    private static readonly string[] OddHeaders =
    [
        "Content-Length: 1", "Content-Length: 99999999", "Content-Length: -1", "Content-Length: 99999999999999999999",
        "Content-Length: 2, 2", "Content-Length: 0x10", "Content-Length: ", "Transfer-Encoding: chunked",
        "Transfer-Encoding: gzip", "Content-Encoding: gzip", "Content-Encoding: \u00e9", "Content-Type: ",
        "Content-Type: \u00ff\u0080",
        "Content-Type: text/html; a=\"\u0001\"", "Server: \u00fc\u00f6", "X-Odd: a\tb", "X-Odd: \u0007", "Connection: close",
        "Connection: keep-alive, X-Marker", "Keep-Alive: timeout=0", "Set-Cookie: a=b", "Date: yesterday", "Trailer: X", "Vary: *",
        "Content-Type: application/json\r\nContent-Type: text/plain", "X-Bare", ": nameless", "X y: z", " folded: no",
        "Content-MD5: x", "Expires: -1", "Allow: \u00e4", "ETag: x", "Alt-Svc: h2=\":1\"", "Access-Control-Allow-Origin: *",
    ];

    /// <summary>The answer as it should be.</summary>
    public static byte[] Right(byte[] body, int status = 200) => Answer(body, status, []);

    /// <summary>One that is wrong in its head, its framing, or its bytes.</summary>
    public static byte[] Wrong(Random random, byte[] body) => random.Next(6) switch
    {
        0 => Latin1(OddHeads[random.Next(OddHeads.Length)]),
        1 => Answer(body, random.Next(200, 600), [OddHeader(random)]),
        2 => Answer(body, 200, [OddHeader(random), OddHeader(random)]),
        3 => Right(body)[..random.Next(Right(body).Length)],
        4 => Chunked(random, body),
        _ => Mutator.Mutate(random, Right(body)),
    };

    /// <summary>Bytes as letters, one each.</summary>
    public static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);

    private static string OddHeader(Random random) => OddHeaders[random.Next(OddHeaders.Length)];

    private static byte[] Answer(byte[] body, int status, string[] headers)
    {
        string[] own = headers.Any(header => header.StartsWith("Content-Length", StringComparison.Ordinal))
            ? []
            : [string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}")];
        var head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Said\r\n")
            + string.Join("\r\n", ["Content-Type: application/json", .. own, .. headers, "", ""]);
        return [.. Latin1(head), .. body];
    }

    /// <summary>In chunks, some of them with a wrong size.</summary>
    private static byte[] Chunked(Random random, byte[] body)
    {
        var answer = new List<byte>(Latin1("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
        for (var from = 0; from < body.Length;)
        {
            var count = Math.Min(body.Length - from, random.Next(1, 2000));
            var said = random.Next(20) == 0 ? count + random.Next(-1, 5) : count;
            var extension = random.Next(5) == 0 ? ";a=b" : "";
            answer.AddRange(Latin1(string.Create(CultureInfo.InvariantCulture, $"{said:x}{extension}\r\n")));
            answer.AddRange(body.AsSpan(from, count));
            answer.AddRange("\r\n"u8);
            from += count;
        }

        answer.AddRange(random.Next(8) == 0 ? "0\r\nX-Trailer: 1\r\n\r\n"u8 : "0\r\n\r\n"u8);
        return [.. answer];
    }
}
