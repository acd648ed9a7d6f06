using System.CommandLine;
using Sidecar.Bench;
using Sidecar.Bench.Soak;
using Sidecar.Bench.Stub;

var bench = new RootCommand("Measures what the gateway adds to a call, beside plain proxies.")
{
    RunCommand.Create(),
    SoakCommand.Create(),
    StubCommand.Create(),
};

// Ctrl-C: there are processes to end.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(15) };
return await bench.Parse(args).InvokeAsync(invocation);
