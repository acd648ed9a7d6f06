namespace Sidecar.TestKit;

/// <summary>A timer of <see cref="ManualTimeProvider"/>; its fields belong to the provider's lock.</summary>
internal sealed class ManualTimer(ManualTimeProvider time, Action fire) : ITimer
{
    public TimeSpan Due { get; set; }

    public TimeSpan Period { get; set; }

    /// <summary>Breaks ties between equal due times: who was armed first fires first.</summary>
    public long Arming { get; set; }

    public bool IsDisposed { get; set; }

    public void Fire() => fire();

    public bool Change(TimeSpan dueTime, TimeSpan period) => time.Arm(this, dueTime, period);

    public void Dispose() => time.Disarm(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
