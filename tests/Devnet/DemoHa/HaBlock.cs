using Sidecar.Devnet.Demo;

namespace Sidecar.Devnet.DemoHa;

/// <summary>One line of the table: a slot and what came of it.</summary>
/// <param name="Number">Of the slot, from 1.</param>
/// <param name="Leader">The sequencer that had the lead at the end of the slot.</param>
/// <param name="Gateway">The one whose answer was committed.</param>
/// <param name="Outcome">Whose block it is.</param>
/// <param name="Reason">Why it is local's, in the gateway's words; what went wrong in a missed one.</param>
/// <param name="Time">What op-node waited for its getPayload; null when there was none.</param>
internal sealed record HaBlock(
    int Number, string Leader, string Gateway, BlockOutcome Outcome, string Reason, TimeSpan? Time);
