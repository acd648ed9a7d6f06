using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using BenchmarkDotNet.Validators;
using Sidecar.MicroBench;

// In this process: a project made up by BenchmarkDotNet would be built under the rules of this repository.
// Three short rounds show an order of magnitude and the bytes exactly; --job medium is for comparing times.
var isShort = !args.Contains("--job");
var config = ManualConfig.CreateEmpty()
    .AddJob((isShort ? Job.ShortRun : Job.Default).WithToolchain(InProcessEmitToolchain.Instance))
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddExporter(MarkdownExporter.GitHub)
    .AddLogger(ConsoleLogger.Default)
    .AddValidator(JitOptimizationsValidator.FailOnError)
    .WithArtifactsPath(Path.Combine("artifacts", "microbench"))
    .WithOptions(ConfigOptions.JoinSummary | ConfigOptions.DisableLogFile);

var summaries = BenchmarkSwitcher.FromAssembly(typeof(ReaderBenchmarks).Assembly)
    .Run(args.Length == 0 ? ["--filter", "*"] : args, config);
var isBroken = summaries.Any(
    summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success));
return isBroken ? 1 : 0;
