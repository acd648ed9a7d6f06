using System.Diagnostics;

namespace Sidecar.Gateway.Doctor.Setup;

internal static class PortsJudgement
{
    public static readonly FindingKind Free = FindingKind.Ok("ports.ok");
    public static readonly FindingKind Ours = FindingKind.Ok("ports.ours");
    public static readonly FindingKind Taken = FindingKind.Error("ports.taken");
    public static readonly FindingKind NotAllowed = FindingKind.Error("ports.not-allowed");
    public static readonly FindingKind NotOurAddress = FindingKind.Error("ports.address");

    /// <summary>Judges one port.</summary>
    /// <param name="address">Host and port.</param>
    /// <param name="portOption">The option that set the port.</param>
    /// <param name="hostOption">The option that set the host.</param>
    /// <param name="state">What became of binding it.</param>
    /// <param name="ours">The gateway that answers there, if one does.</param>
    public static Finding Judge(
        string address, string portOption, string hostOption, PortState state, RunningGateway? ours) => state switch
        {
            PortState.Free => Free.Is($"{address} ({portOption}) is free."),
            PortState.InUse when ours is { Version: { } version } => Ours.Is(
                $"{address} ({portOption}) has a gateway already, version {version}, which says {ours.Health}."),
            PortState.InUse when ours is not null => Ours.Is($"{address} ({portOption}) has a gateway already."),
            PortState.InUse => Taken.Is(
                $"{address} ({portOption}) is taken by another program.",
                $"stop that one (ss -ltnp shows it), or give another port with {portOption}."),
            PortState.NotAllowed => NotAllowed.Is(
                $"{address} ({portOption}) may not be bound by this user.",
                $"give a port above 1023 with {portOption}, or let the service manager grant it."),
            PortState.NotOurAddress => NotOurAddress.Is(
                $"{address} cannot be bound: this machine does not have that address.",
                $"give one that it has with {hostOption}, or 0.0.0.0 for all."),
            _ => throw new UnreachableException(),
        };
}
