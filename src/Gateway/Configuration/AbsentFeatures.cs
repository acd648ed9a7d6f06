namespace Sidecar.Gateway.Configuration;

/// <summary>
/// Features of rollup-boost that do not exist here yet: switched on they are refused, so that nobody counts on them.
/// </summary>
internal static class AbsentFeatures
{
    private const string Flashblocks = "--flashblocks";
    private const string FlashblocksPeers = "--flashblocks-p2p";
    private const string StateRoot = "--external-state-root";

    /// <summary>Switch → what it would switch on.</summary>
    private static readonly (string Flag, string Feature)[] Switches =
    [
        (StateRoot, "computing the state root outside the builder is"),
        (Flashblocks, "flashblocks are"),
        (FlashblocksPeers, "flashblocks between peers are"),
    ];

    /// <summary>Settings of flashblocks: refused, unless flashblocks are switched off in so many words.</summary>
    private static readonly string[] FlashblocksSettings =
    [
        "--flashblocks-builder-url", "--flashblocks-host", "--flashblocks-port",
        "--flashblock-builder-ws-initial-reconnect-ms", "--flashblock-builder-ws-max-reconnect-ms",
        "--flashblock-builder-ws-connect-timeout-ms", "--flashblock-builder-ws-ping-interval-ms",
        "--flashblock-builder-ws-pong-timeout-ms", "--flashblocks-authorizer-sk", "--flashblocks-builder-vk",
    ];

    public static IEnumerable<string> Flags =>
        [.. Switches.Select(item => item.Flag), .. FlashblocksSettings];

    /// <summary>A flag of the flashblocks family that is not even in our list is refused for the same reason.</summary>
    public static string? RefusalOfUnknown(string flag) =>
        flag.StartsWith("--flashblock", StringComparison.Ordinal) ? SettingRefusal(flag) : null;

    public static void Check(
        CommandLine line, IDictionary<string, string> environment, ConfigurationProblems problems)
    {
        var states = Switches.ToDictionary(item => item.Flag, item => Read(item.Flag, line, environment, problems));
        foreach (var (flag, feature) in Switches)
        {
            if (states[flag] is { IsOn: true } state)
            {
                problems.Error($"{state.Origin}: {feature} not available in this gateway yet; "
                    + "remove it or say false.");
            }
        }

        CheckSettings(states[Flashblocks] is { IsOn: false }, line, environment, problems);
    }

    private static void CheckSettings(
        bool isSwitchedOff, CommandLine line, IDictionary<string, string> environment, ConfigurationProblems problems)
    {
        foreach (var flag in FlashblocksSettings)
        {
            if (line.Absent.Any(given => given.Flag == flag) && !isSwitchedOff)
            {
                problems.Error(SettingRefusal(flag));
            }
            else if (IsGiven(flag, line, environment) is { } origin)
            {
                // A variable alone switches nothing on in rollup-boost either, and compose files carry them all.
                problems.Warn($"{origin}: is ignored; flashblocks are not available in this gateway yet.");
            }
        }
    }

    private static string SettingRefusal(string flag) =>
        $"{flag}: flashblocks are not available in this gateway yet; remove the flag "
        + "(blocks of the builder are used without it).";

    private static string? IsGiven(string flag, CommandLine line, IDictionary<string, string> environment)
    {
        var variable = BoostNames.VariableOf(flag);
        return line.Absent.Any(given => given.Flag == flag) ? flag
            : environment.TryGetValue(variable, out var text) && text.Length > 0 ? variable : null;
    }

    private static (bool IsOn, string Origin)? Read(
        string flag, CommandLine line, IDictionary<string, string> environment, ConfigurationProblems problems)
    {
        if (IsGiven(flag, line, environment) is not { } origin)
        {
            return null;
        }

        var text = origin == flag
            ? line.Absent.First(given => given.Flag == flag).Text ?? "true"
            : environment[origin];
        if (!SwitchText.TryParse(text, out var isOn))
        {
            problems.Error($"{origin}: is neither true nor false; remove it or say false.");
            return null;
        }

        return (isOn, origin);
    }
}
