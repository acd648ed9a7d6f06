using System.CommandLine;
using Sidecar.Devnet.Demo;
using Sidecar.Devnet.DemoHa;
using Sidecar.Devnet.Drive;
using Sidecar.Devnet.Simulate;

var devnet = new RootCommand("Runs the gateway between execution clients on this machine.")
{
    DemoCommand.Create(),
    DemoHaCommand.Create(),
    SimulateCommand.CreateForDemo(),
    SimulateCommand.CreateForContainer(),
    DriveCommand.Create(),
    ProbeCommand.Create(),
};

// Ctrl-C: there are processes to end and a folder to remove.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(15) };
return await devnet.Parse(args).InvokeAsync(invocation);
