using Sidecar.Chaos.Tests.Running;

// The long run. A test run does not come here.
ChaosOptions options;
try
{
    options = ChaosArguments.Parse(args);
}
catch (ArgumentException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}

Console.WriteLine($"chaos: {options.Slots} slots, seed {options.Seed}");
var report = await ChaosRun.RunAsync(options, Console.WriteLine);
foreach (var line in report.Lines())
{
    Console.WriteLine(line);
}

return report.Violations.Count == 0 ? 0 : 1;
