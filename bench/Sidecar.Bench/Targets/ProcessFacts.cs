using System.Globalization;
using System.Runtime.InteropServices;
using Sidecar.Bench.Soak;

namespace Sidecar.Bench.Targets;

/// <summary>What Linux knows of another process.</summary>
internal static class ProcessFacts
{
    private const string ResetPeak = "5";
    private const string Compiler = ".NET Tiered";

    /// <summary>CPU time of all its threads, ended ones included.</summary>
    public static TimeSpan CpuTime(int processId)
    {
        if (ClockOf(processId, out var clock) != 0 || Read(clock, out var time) != 0)
        {
            throw new InvalidOperationException($"Process {processId} has no clock: it has ended.");
        }

        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0);
    }

    /// <summary>
    /// CPU time of the thread by which .NET compiles again what has run often. It ends when it has nothing to do for some
    /// seconds, and what an ended one used is not told any more.
    /// </summary>
    public static TimeSpan CompilerTime(int processId) => TimeSpan.FromMicroseconds(
        Directory.GetDirectories($"/proc/{processId}/task").Sum(TimeOfCompiler) / 1000.0);

    /// <summary>Lets <see cref="PeakMemory"/> begin anew.</summary>
    public static void ForgetPeakMemory(int processId) => File.WriteAllText($"/proc/{processId}/clear_refs", ResetPeak);

    /// <summary>Most memory it had resident at once, in bytes.</summary>
    public static long PeakMemory(int processId) => 1024 * Status(File.ReadAllLines($"/proc/{processId}/status"), "VmHWM:");

    /// <summary>What it holds now.</summary>
    /// <param name="elapsed">When this is.</param>
    public static SoakSample Sample(int processId, TimeSpan elapsed)
    {
        var status = File.ReadAllLines($"/proc/{processId}/status");
        return new SoakSample(
            elapsed.TotalSeconds, 1024 * Status(status, "VmRSS:"), Directory.GetFiles($"/proc/{processId}/fd").Length,
            (int)Status(status, "Threads:"));
    }

    /// <summary>Nanoseconds, 0 for any other thread (proc(5): schedstat's first number).</summary>
    private static long TimeOfCompiler(string thread)
    {
        try
        {
            return File.ReadAllText($"{thread}/comm").StartsWith(Compiler, StringComparison.Ordinal)
                ? long.Parse(File.ReadAllText($"{thread}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture)
                : 0;
        }
        catch (IOException)
        {
            // It has just ended.
            return 0;
        }
    }

    /// <summary>A number of the status file; of memory in kilobytes.</summary>
    private static long Status(string[] lines, string name)
    {
        var line = lines.First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }

    [DllImport("libc", EntryPoint = "clock_getcpuclockid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ClockOf(int processId, out int clock);

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Read(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
