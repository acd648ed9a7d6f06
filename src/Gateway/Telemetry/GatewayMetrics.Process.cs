using System.Diagnostics;

namespace Sidecar.Gateway.Telemetry;

/// <remarks>The process, under the names of Prometheus' own client libraries.</remarks>
internal sealed partial class GatewayMetrics
{
    private void CreateProcess()
    {
        _meter.CreateObservableGauge(
            "process_start_time_seconds", () => Of(process => SecondsSince1970(process.StartTime)), "s",
            "When the process started, in seconds since 1970.");
        _meter.CreateObservableCounter(
            "process_cpu_seconds_total", () => Of(process => process.TotalProcessorTime.TotalSeconds), "s",
            "CPU time of the process, user and system.");
        _meter.CreateObservableGauge(
            "process_resident_memory_bytes", () => Of(process => process.WorkingSet64), "By", "Resident memory.");
        _meter.CreateObservableGauge(
            "process_open_fds", () => Of(process => (long)process.HandleCount), "{descriptor}", "Open descriptors.");
        _meter.CreateObservableGauge(
            "process_num_threads", () => Of(process => (long)process.Threads.Count), "{thread}", "Threads.");
    }

    private static double SecondsSince1970(DateTime local) =>
        (local.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;

    private static T Of<T>(Func<Process, T> read)
    {
        using var process = Process.GetCurrentProcess();
        return read(process);
    }
}
