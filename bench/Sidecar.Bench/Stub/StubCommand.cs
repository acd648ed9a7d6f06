using System.CommandLine;
using Sidecar.Bench.Blocks;

namespace Sidecar.Bench.Stub;

internal static class StubCommand
{
    public const string Name = "stub";

    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "Where it listens, on 127.0.0.1.", Required = true };
        var maker = new Option<BlockMaker>("--maker") { Description = "Whose blocks it answers.", Required = true };
        var hangs = new Option<bool>("--hangs") { Description = "Never answer getPayload." };
        var command = new Command(Name, "Answers Engine API calls with bytes that are ready; ends with its standard input.")
        {
            port, maker, hangs,
        };
        command.SetAction(parsed =>
        {
            var server = new StubServer(parsed.GetValue(maker), parsed.GetValue(hangs));
            new Thread(() => server.Run(parsed.GetValue(port))) { IsBackground = true }.Start();
            Console.In.ReadToEnd();
        });
        return command;
    }
}
