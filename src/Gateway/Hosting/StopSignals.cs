using System.Runtime.InteropServices;

namespace Sidecar.Gateway.Hosting;

/// <summary>Ends the process at once when it is told to stop a second time. The first time is the host's.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    private int _received;

    public StopSignals() =>
        _registrations = [Register(PosixSignal.SIGTERM, 15), Register(PosixSignal.SIGINT, 2)];

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private PosixSignalRegistration Register(PosixSignal signal, int number) =>
        PosixSignalRegistration.Create(signal, _ =>
        {
            if (Interlocked.Increment(ref _received) > 1)
            {
                Console.Error.WriteLine("Told to stop a second time: ending at once.");

                // As a shell reports a program that a signal ended.
                Environment.Exit(128 + number);
            }
        });
}
