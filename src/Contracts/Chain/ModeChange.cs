namespace Sidecar.Contracts.Chain;

/// <summary>A change of the execution mode: which, by whom, why and when.</summary>
/// <param name="ChangeId">Tells changes apart: the same one sent again changes nothing.</param>
/// <param name="Mode">The mode wanted.</param>
/// <param name="Who">Who asked for it: an address, a name.</param>
/// <param name="Why">Why, in the operator's words or the name of the call.</param>
/// <param name="At">When the operator asked, by the clock of the gateway asked.</param>
/// <param name="Follows">
/// The change that was in force as far as that gateway knew; null if none. A change that follows another one than is in
/// force (it was made while the cluster was away) holds only if it is the newer one.
/// </param>
[GenerateSerializer, Immutable, Alias("sidecar.ModeChange")]
public sealed record ModeChange(
    [property: Id(0)] Guid ChangeId,
    [property: Id(1)] ExecutionMode Mode,
    [property: Id(2)] string Who,
    [property: Id(3)] string Why,
    [property: Id(4)] DateTimeOffset At,
    [property: Id(5)] Guid? Follows);
