using System.Text;
using Sidecar.Gateway.Http1;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Tests.Upstream;

public sealed class ForwardedFieldsTests
{
    [Theory]
    [InlineData("Content-Type: application/json")]
    [InlineData("X-Custom: a\tb")]
    [InlineData("X-Latin: \u00e9")]
    [InlineData("Accept-Encoding: gzip")]
    [InlineData("Date: today")]
    [InlineData("Connections: a")]
    public void MayPass_FieldOfTheMessage_Passes(string line) => Assert.True(MayPass(line, ""));

    [Theory]
    [InlineData("connection: close")]
    [InlineData("Keep-Alive: timeout=1")]
    [InlineData("Proxy-Connection: close")]
    [InlineData("Proxy-Authorization: x")]
    [InlineData("TE: trailers")]
    [InlineData("Trailer: x")]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("Upgrade: h2c")]
    [InlineData("HOST: x")]
    [InlineData("Authorization: Bearer x")]
    [InlineData("Content-Length: 1")]
    [InlineData("Expect: 100-continue")]
    [InlineData("X-Odd: a\u0001b")]
    [InlineData("X-Odd: a\rb")]
    [InlineData("X-Odd: a\0")]
    [InlineData("X-Odd: \u007f")]
    public void MayPass_FieldOfTheConnectionOrOursOrOdd_DoesNot(string line) => Assert.False(MayPass(line, ""));

    [Theory]
    [InlineData("X-Hop: 1", "Connection: x-hop", false)]
    [InlineData("X-Hop: 1", "Connection: close, X-Hop", false)]
    [InlineData("X-Hop: 1", "Connection: close\r\nConnection: X-Hop", false)]
    [InlineData("X-Hop: 1", "Connection: X-Hopper", true)]
    [InlineData("X-Hop: 1", "Connections: X-Hop", true)]
    public void MayPass_NamedByConnection_DoesNot(string line, string others, bool passes) =>
        Assert.Equal(passes, MayPass(line, others + "\r\n"));

    [Theory]
    [InlineData("traceparent: x", true)]
    [InlineData("Tracestate: x", true)]
    [InlineData("BAGGAGE: x", true)]
    [InlineData("X-Trace: x", false)]
    public void IsTraceContext_Names_AreThree(string line, bool isTrace) =>
        Assert.Equal(isTrace, ForwardedFields.IsTraceContext(new HeaderField(Encoding.Latin1.GetBytes(line))));

    private static bool MayPass(string line, string others)
    {
        var all = new HeaderFields(Encoding.Latin1.GetBytes($"{others}{line}\r\n\r\n"));
        return ForwardedFields.MayPass(new HeaderField(Encoding.Latin1.GetBytes($"{line}\r")), all);
    }
}
