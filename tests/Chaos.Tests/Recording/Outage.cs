namespace Sidecar.Chaos.Tests.Recording;

/// <summary>An entity, and from when to when it was not well.</summary>
internal sealed record Outage(OutageKind Kind, string Entity, TimeSpan From, TimeSpan To)
{
    public bool Overlaps(TimeSpan from, TimeSpan to) => From <= to && from <= To;
}
