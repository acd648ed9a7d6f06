namespace Sidecar.Gateway.Configuration;

/// <summary>Rules that need more than one option, or more than its text.</summary>
/// <remarks>Sentences start with where the value came from and end with what to do about it.</remarks>
internal sealed partial class SettingsRules(
    OptionSet options, SettingValues values, ConfigurationProblems problems, string directory)
{
    public void Check(ProgramKind program)
    {
        ReadOperatorToken();
        CheckHosts();
        CheckPorts(program);
        if (!program.IsSilo)
        {
            CheckUpstreams();
            CheckTimes();
            CheckTls();
        }

        CheckAccess();
        CheckCluster();
        CheckSilo(program);
        CheckLogFile();
    }

    private void CheckTimes()
    {
        var health = options.Health;
        if (AreReadable("Health:PollTimeout", "Health:PollInterval") && health.PollTimeout > health.PollInterval)
        {
            problems.Error($"{values.Origin("Health:PollTimeout")}: is {DurationText.Format(health.PollTimeout)}, "
                + $"longer than the interval of {DurationText.Format(health.PollInterval)} "
                + $"({values.Origin("Health:PollInterval")}); make it shorter or the interval longer.");
        }

        if (options.Builder.Url is null || !AreReadable("Builder:Timeout", "Local:Timeout")
            || options.Builder.Timeout < options.Local.Timeout)
        {
            return;
        }

        var sentence = $"{values.Origin("Builder:Timeout")}: is {DurationText.Format(options.Builder.Timeout)}, "
            + $"not below the {DurationText.Format(options.Local.Timeout)} of local "
            + $"({values.Origin("Local:Timeout")}); lower it, or raise the timeout of local.";

        // rollup-boost's own defaults are equal, so what ran there has to run here.
        if (values.Find("Local:Timeout") is { IsBoost: true })
        {
            problems.Warn(sentence);
        }
        else
        {
            problems.Error(sentence);
        }
    }

    /// <summary>Whoever asks for the token finds it in one place, wherever it came from.</summary>
    private void ReadOperatorToken()
    {
        var operations = options.Operations;
        if (operations.TokenPath is not { } path)
        {
            return;
        }

        if (operations.Token is not null)
        {
            problems.Error($"{values.Origin("Operations:Token")} and {values.Origin("Operations:TokenPath")}: "
                + "are two tokens for one purpose; keep one.");
        }
        else if (PasswordFile.TryRead(Path.GetFullPath(path, directory), out var token, out var error))
        {
            operations.Token = token;
        }
        else
        {
            problems.Error($"{values.Origin("Operations:TokenPath")}: no token could be read from \"{path}\": {error}; "
                + "give a file with one line.");
            values.MarkBroken("Operations:Token");
        }
    }

    private void CheckAccess()
    {
        var engine = options.Engine;
        foreach (var method in engine.MethodsWithoutToken)
        {
            if (method.StartsWith("engine_", StringComparison.OrdinalIgnoreCase))
            {
                problems.Error($"{values.Origin("Engine:MethodsWithoutToken")}: {method} always needs a token; "
                    + "remove it, or say --require-jwt false to accept everybody.");
            }
            else if (method.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '_'))
            {
                problems.Error($"{values.Origin("Engine:MethodsWithoutToken")}: has a name that is no method name; "
                    + "give names like eth_chainId.");
            }
        }

        if (AreReadable("Engine:BodyBytesMax", "Engine:BodyBytesWithoutTokenMax")
            && engine.BodyBytesWithoutTokenMax > engine.BodyBytesMax)
        {
            problems.Error($"{values.Origin("Engine:BodyBytesWithoutTokenMax")}: is "
                + $"{SizeText.Format(engine.BodyBytesWithoutTokenMax)}, over the limit of all bodies, "
                + $"{SizeText.Format(engine.BodyBytesMax)} ({values.Origin("Engine:BodyBytesMax")}); lower it.");
        }

        if (options.Operations.Token?.Any(letter => !char.IsBetween(letter, '!', '~')) == true)
        {
            var key = options.Operations.TokenPath is null ? "Operations:Token" : "Operations:TokenPath";
            problems.Error($"{values.Origin(key)}: has a character that no header can carry; "
                + "use letters, digits and punctuation of ASCII, without spaces.");
        }
    }

    private void CheckLogFile()
    {
        if (options.Log.File is not { } file)
        {
            return;
        }

        var path = Path.GetFullPath(file, directory);
        if (Directory.Exists(path))
        {
            problems.Error($"{values.Origin("Log:File")}: \"{file}\" is a directory; give the path of a file in it.");
        }
        else if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            problems.Error($"{values.Origin("Log:File")}: the directory of \"{file}\" does not exist; create it.");
        }
    }

    private bool AreReadable(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (values.IsBroken(key))
            {
                return false;
            }
        }

        return true;
    }
}
