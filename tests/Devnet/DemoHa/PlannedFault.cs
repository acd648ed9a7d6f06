namespace Sidecar.Devnet.DemoHa;

/// <summary>A fault and its moment.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Slot">In which block's slot at the earliest; later when what it takes is not in place yet.</param>
/// <param name="At">How far into the slot.</param>
/// <param name="DownFor">How long it is until what was killed is started again.</param>
/// <param name="KeepsData">Whether a killed Redis has its data when it is back.</param>
internal sealed record PlannedFault(FaultKind Kind, int Slot, TimeSpan At, TimeSpan DownFor, bool KeepsData);
