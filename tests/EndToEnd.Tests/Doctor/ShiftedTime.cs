namespace Sidecar.EndToEnd.Tests.Doctor;

/// <summary>A clock that is wrong by as much at all times.</summary>
internal sealed class ShiftedTime(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
}
