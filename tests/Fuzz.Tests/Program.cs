using Sidecar.Fuzz.Tests.Running;

// The long run. A test run does not come here.
FuzzOptions options;
try
{
    options = FuzzArguments.Parse(args);
}
catch (Exception wrong) when (wrong is ArgumentException or FormatException)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}

Console.WriteLine($"fuzz: {options.Duration.TotalMinutes:0.#} minutes, seed {options.Seed}");
var report = await FuzzRun.RunAsync(options, Console.WriteLine);
foreach (var line in report.Lines())
{
    Console.WriteLine(line);
}

return report.Findings.Count == 0 ? 0 : 1;
