namespace Sidecar.Gateway.Doctor;

/// <summary>The flags that only the doctor has, taken out of the gateway's.</summary>
internal sealed record DoctorArguments
{
    public const string JsonFlag = "--json";
    public const string ForkchoiceFlag = "--dry-forkchoice";

    private static readonly string[] HelpFlags = ["--help", "-h", "-?"];

    public bool IsHelp { get; private init; }

    public bool IsJson { get; private init; }

    /// <summary>Whether each client is sent a forkchoiceUpdated with the head it has.</summary>
    public bool SendsForkchoice { get; private init; }

    /// <summary>What is left, for the gateway's reader.</summary>
    public IReadOnlyList<string> Rest { get; private init; } = [];

    public static DoctorArguments Read(IReadOnlyList<string> args) => new()
    {
        IsHelp = args.Any(HelpFlags.Contains),
        IsJson = args.Contains(JsonFlag),
        SendsForkchoice = args.Contains(ForkchoiceFlag),
        Rest = [.. args.Where(arg => arg is not (JsonFlag or ForkchoiceFlag))],
    };
}
