namespace Sidecar.Gateway.Configuration;

/// <summary>Turns texts into option objects; each text that cannot be read is one error.</summary>
internal static class OptionBinder
{
    private const string MethodsKey = "Engine:MethodsWithoutToken";

    public static OptionSet Bind(SettingValues values, ProgramKind program, ConfigurationProblems problems)
    {
        var options = new OptionSet();
        foreach (var value in values.All)
        {
            var entry = value.Entry;
            if (entry.Kind == OptionKind.List)
            {
                entry.Set(options, Members(value.Texts));
            }
            else if (OptionText.TryParse(entry, value.Texts[0], out var bound, out var error))
            {
                entry.Set(options, bound);
            }
            else
            {
                problems.Error($"{value.Origin}: {error}.");
                values.MarkBroken(entry.Key);
            }
        }

        ApplyDerivedDefaults(options, values, program);
        return options;
    }

    private static void ApplyDerivedDefaults(OptionSet options, SettingValues values, ProgramKind program)
    {
        if (!values.IsGiven(MethodsKey))
        {
            OptionCatalog.Get(MethodsKey).Set(options, OptionCatalog.MethodsWithoutTokenDefault);
        }

        if (!values.IsGiven("Health:PollTimeout") && options.Health.PollInterval < options.Health.PollTimeout)
        {
            options.Health.PollTimeout = options.Health.PollInterval;
        }

        if (!values.IsGiven("Operations:Port"))
        {
            options.Operations.Port = program.OperationsPortDefault;
        }

        if (!values.IsGiven("Cluster:GatewayId"))
        {
            options.Cluster.GatewayId = NameText.OfGateway(
                Environment.MachineName, program.IsSilo ? options.Operations.Port : options.Engine.Port);
        }
    }

    private static List<string> Members(IEnumerable<string> texts)
    {
        var members = texts
            .SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return members is ["none"] ? [] : members;
    }
}
