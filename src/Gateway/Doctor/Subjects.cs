namespace Sidecar.Gateway.Doctor;

/// <summary>Whom findings are about.</summary>
internal static class Subjects
{
    public const string Gateway = "gateway";
    public const string Local = "local";
    public const string Builder = "builder";
    public const string Redis = "redis";
}
