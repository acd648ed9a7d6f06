using Sidecar.Bench.Targets;
using Sidecar.Bench.Throughput;

namespace Sidecar.Bench.Tests;

/// <summary>What other programs print.</summary>
public sealed class OutputTests
{
    private const string Wrk = """
        Running 1s test @ http://127.0.0.1:8080/
          1 threads and 8 connections
          Thread Stats   Avg      Stdev     Max   +/- Stdev
            Latency   398.00us  100.00us   9.01ms   95.00%
          Latency Distribution
             50%  398.00us
             75%  420.00us
             90%  500.00us
             99%    3.80ms
          17151 requests in 1.00s, 4.50MB read
          Socket errors: connect 0, read 1, write 0, timeout 2
          Non-2xx or 3xx responses: 4
        Requests/sec:  17151.25
        Transfer/sec:      4.50MB
        """;

    [Fact]
    public void Wrk_ItsOutput_IsRead() =>
        Assert.Equal(new WrkOutput(17151.25, 398, 3800, 17151, 7), WrkOutput.Parse(Wrk));

    [Fact]
    public void Wrk_AnythingElse_Throws() =>
        Assert.Throws<InvalidDataException>(() => WrkOutput.Parse("unable to connect"));

    [Fact]
    public void Metrics_SeriesByItsNamesBeginning_IsRead()
    {
        const string Page = "# HELP dotnet_x y\ndotnet_x_total{a=\"b\"} 12.5\nother 1\n";

        Assert.Equal(12.5, Meters.Value(Page, "dotnet_x"));
    }
}
