namespace Sidecar.Gateway.Doctor;

/// <summary>Checks that run one after the other, each on what the ones before it learnt.</summary>
/// <param name="Checks">In this order; the rest is not made after one that says so.</param>
internal sealed record CheckGroup(IReadOnlyList<ICheck> Checks);
