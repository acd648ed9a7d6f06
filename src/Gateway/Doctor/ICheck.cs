namespace Sidecar.Gateway.Doctor;

/// <summary>One question to a set-up. Asks and reads, and never changes anything.</summary>
internal interface ICheck
{
    /// <summary>The first part of the ids of its findings.</summary>
    string Name { get; }

    /// <summary>Whom it is about: <c>gateway</c>, <c>local</c>, <c>builder</c> or <c>redis</c>.</summary>
    string Subject { get; }

    /// <summary>Asks and judges.</summary>
    /// <param name="cancellationToken">Ends when the time of the check is up.</param>
    Task<CheckResult> RunAsync(CancellationToken cancellationToken);
}
