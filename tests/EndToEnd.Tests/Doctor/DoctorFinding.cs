namespace Sidecar.EndToEnd.Tests.Doctor;

internal sealed record DoctorFinding(string Id, string Level, string Subject, string Meaning, string? Fix);
