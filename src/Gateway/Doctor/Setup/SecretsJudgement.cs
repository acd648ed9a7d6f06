namespace Sidecar.Gateway.Doctor.Setup;

internal static class SecretsJudgement
{
    public static readonly FindingKind Fine = FindingKind.Ok("secrets.ok");
    public static readonly FindingKind Unusable = FindingKind.Error("secrets.unusable");
    public static readonly FindingKind ReadableByAll = FindingKind.Warning("secrets.readable-by-all");
    public static readonly FindingKind WritableByOthers = FindingKind.Warning("secrets.writable-by-others");

    /// <summary>A sentence that stops a start; it says itself what to do after its semicolon.</summary>
    public static Finding Refused(string sentence)
    {
        var (wrong, fix) = StartSentence.Split(sentence);
        return Unusable.Is($"The gateway does not start: {wrong}", fix);
    }

    /// <summary>Null if the file's mode lets only those in who are meant.</summary>
    public static Finding? OfMode(string option, UnixFileMode mode)
    {
        if (mode.HasFlag(UnixFileMode.OtherWrite))
        {
            return WritableByOthers.Is(
                $"Every user of the machine may replace the secret in the file of {option}.", "chmod 600 that file.");
        }

        return mode.HasFlag(UnixFileMode.OtherRead)
            ? ReadableByAll.Is(
                $"Every user of the machine may read the secret in the file of {option}.",
                "chmod 600 that file, or 640 with a group for those who need it.")
            : null;
    }
}
