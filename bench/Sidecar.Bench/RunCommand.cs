using System.CommandLine;
using Sidecar.Bench.Cases;

namespace Sidecar.Bench;

internal static class RunCommand
{
    public static Command Create()
    {
        var quick = new Option<bool>("--quick") { Description = "One run with few rounds, under 3 minutes (the default)." };
        var full = new Option<bool>("--full") { Description = "Three runs with fresh processes, under 20 minutes." };
        var cases = new Option<string?>("--cases")
        {
            Description = "Only these, with commas between them; results then go to partial.json and no page is written. "
                + $"Any of {string.Join(", ", CaseCatalog.All.Select(benchCase => benchCase.Name))}, {BenchOptions.Throughput}, {BenchOptions.Contention}.",
        };
        var gateway = new Option<FileInfo>("--gateway")
        {
            Description = "Sidecar.Gateway.dll of a Release build, or a published binary.",
            Required = true,
        };
        gateway.AcceptExistingOnly();
        var output = new Option<DirectoryInfo>("--out")
        {
            Description = "Folder for the results.",
            DefaultValueFactory = _ => new DirectoryInfo("bench/results"),
        };
        var page = new Option<FileInfo?>("--page") { Description = "Page whose generated part is written anew, plot beside it." };
        var commit = new Option<string>("--commit") { Description = "What was built.", DefaultValueFactory = _ => "unknown" };

        var engine = new Option<string>("--engine") { Description = "Its grain engine.", DefaultValueFactory = _ => "unknown" };

        var command = new Command("run", "Measures all cases, or some.")
        {
            quick, full, cases, gateway, output, page, commit, engine,
        };
        command.SetAction((parsed, stop) => new BenchRun(new BenchOptions(
            parsed.GetValue(full) ? Effort.Full : Effort.Quick,
            parsed.GetValue(cases)?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [],
            parsed.GetRequiredValue(gateway).FullName,
            parsed.GetRequiredValue(output).FullName,
            parsed.GetValue(page)?.FullName,
            parsed.GetRequiredValue(commit),
            parsed.GetRequiredValue(engine))).RunAsync(stop));
        return command;
    }
}
