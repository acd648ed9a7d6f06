using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Faults;

/// <summary>A slow local.</summary>
internal sealed class LocalFaults(
    IReadOnlyDictionary<string, SimulatedClient> locals, HistoryRecorder recorder, Recoveries recoveries)
{
    private static readonly string[] Methods =
        ["engine_getPayload", "engine_newPayload", "engine_forkchoiceUpdated", "engine_*"];

    private readonly HashSet<string> _slow = [];

    public bool Slow(PlannedFault fault, string sequencer)
    {
        if (!_slow.Add(sequencer))
        {
            return false;
        }

        var delay = TimeSpan.FromMilliseconds(30 + (fault.Variant / Methods.Length % 120));
        var rule = locals[sequencer].Faults.On(Methods[fault.Variant % Methods.Length], Fault.Delay(delay));
        var end = recorder.BeginOutage(OutageKind.LocalSlow, sequencer);
        recoveries.Add(fault.Slot + fault.Length, () =>
        {
            rule.Clear();
            end();
            _slow.Remove(sequencer);
        });
        return true;
    }
}
