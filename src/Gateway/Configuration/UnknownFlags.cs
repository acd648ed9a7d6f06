namespace Sidecar.Gateway.Configuration;

/// <summary>Takes unknown flags out of a command line before it is parsed.</summary>
/// <remarks>Left in, one would pass for the value of the flag before it.</remarks>
internal static class UnknownFlags
{
    public static IReadOnlyList<string> Remove(
        IReadOnlyList<string> args, IReadOnlyList<string> known, ConfigurationProblems problems)
    {
        var rest = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            var name = NameOf(args[i]);
            if (name is null || known.Contains(name))
            {
                rest.Add(args[i]);
                continue;
            }

            problems.Error(AbsentFeatures.RefusalOfUnknown(name)
                ?? $"{name}: there is no such flag; {NearestName.Hint(name, known.Where(flag => flag.Length > 2))}");

            // What follows is its value. Never repeated, it may be a secret, nor left to the flag before.
            while (i + 1 < args.Count && !args[i + 1].StartsWith('-'))
            {
                i++;
            }
        }

        return rest;
    }

    /// <summary>A word of the command line for an error text; long ones may be secrets.</summary>
    public static string Quote(string word) =>
        word.Length <= 32 ? $"\"{word}\"" : $"A word of {word.Length} characters";

    private static string? NameOf(string arg)
    {
        if (!arg.StartsWith("--", StringComparison.Ordinal) || arg.Length == 2)
        {
            return null;
        }

        var end = arg.AsSpan().IndexOfAny('=', ':');
        return end < 0 ? arg : arg[..end];
    }
}
