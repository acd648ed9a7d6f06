using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Sidecar.Gateway.Configuration;

/// <summary>One option: every name it goes by and how its text is read.</summary>
internal sealed class OptionEntry
{
    private readonly PropertyInfo _section;
    private readonly PropertyInfo _property;

    public OptionEntry(string key, OptionKind kind, string flag, string description)
    {
        Key = key;
        Kind = kind;
        Flag = flag;
        Description = description;
        var names = key.Split(':');
        _section = typeof(OptionSet).GetProperty(names[0])
            ?? throw new ArgumentException($"There is no section {names[0]}.", nameof(key));
        _property = _section.PropertyType.GetProperty(names[1])
            ?? throw new ArgumentException($"There is no option {key}.", nameof(key));
        Range = OptionRange.Of(_property.GetCustomAttribute<RangeAttribute>());
    }

    /// <summary>Configuration key, <c>Section:Property</c>.</summary>
    public string Key { get; }

    public OptionKind Kind { get; }

    public string Flag { get; }

    /// <summary>One sentence for the help.</summary>
    public string Description { get; }

    /// <summary>rollup-boost's flag for the same thing; may be spelt like ours.</summary>
    public string? BoostFlag { get; init; }

    /// <summary>What the default is, where it is not a plain value.</summary>
    public string? DefaultNote { get; init; }

    public string Section => _section.Name;

    public Type ValueType => Nullable.GetUnderlyingType(_property.PropertyType) ?? _property.PropertyType;

    public OptionRange? Range { get; }

    /// <summary>Our environment variable.</summary>
    public string Variable =>
        EnvironmentReader.Prefix + Key.ToUpperInvariant().Replace(":", "__", StringComparison.Ordinal);

    /// <summary>rollup-boost's environment variable: its flag in upper snake case, unless given.</summary>
    public string? BoostVariable
    {
        get => field ?? (BoostFlag is null ? null : BoostNames.VariableOf(BoostFlag));
        init;
    }

    /// <summary>Our flag, then rollup-boost's where it differs.</summary>
    public IEnumerable<string> Flags => BoostFlag is null || BoostFlag == Flag ? [Flag] : [Flag, BoostFlag];

    public object? Get(OptionSet options) => _property.GetValue(_section.GetValue(options));

    public void Set(OptionSet options, object value)
    {
        if (Get(options) is IList<string> list)
        {
            list.Clear();
            foreach (var item in (IReadOnlyList<string>)value)
            {
                list.Add(item);
            }
        }
        else
        {
            _property.SetValue(_section.GetValue(options), value);
        }
    }
}
