namespace Sidecar.Devnet.Demo;

/// <summary>One line of the table: a block that was made, or missed.</summary>
/// <param name="Reason">Why it is local's, in the gateway's words; what went wrong in a missed one.</param>
internal sealed record BlockReport(
    int Number,
    BlockOutcome Outcome,
    string Reason,
    string Hash,
    int Transactions,
    ulong GasUsed,
    CallTimes Times);
