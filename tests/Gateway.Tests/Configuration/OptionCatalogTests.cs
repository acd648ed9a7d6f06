using System.Reflection;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Tests.Configuration;

public sealed class OptionCatalogTests : ConfigurationFixture
{
    private static IEnumerable<string> PropertyKeys =>
        from section in typeof(OptionSet).GetProperties(BindingFlags.Public | BindingFlags.Instance)
        from property in section.PropertyType.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        select $"{section.Name}:{property.Name}";

    [Fact]
    public void Catalog_AgainstOptionClasses_HasEveryPropertyOnce()
    {
        var keys = OptionCatalog.All.Select(entry => entry.Key);

        Assert.Equal(PropertyKeys.Order(StringComparer.Ordinal), keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Catalog_AgainstAssembly_HasEveryOptionClass()
    {
        var classes = typeof(OptionSet).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(OptionSet).Namespace && type.GetField("Section") is not null);

        var sections = typeof(OptionSet).GetProperties();

        Assert.Equal(
            classes.Select(type => type.Name).Order(StringComparer.Ordinal),
            sections.Select(section => section.PropertyType.Name).Order(StringComparer.Ordinal));
        Assert.All(sections, section =>
            Assert.Equal(section.Name, section.PropertyType.GetField("Section")!.GetRawConstantValue()));
        Assert.Equal(
            sections.Select(section => section.Name).Order(StringComparer.Ordinal),
            OptionCatalog.Sections.Select(known => known.Section).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Catalog_AllNames_AreUnique()
    {
        var flags = OptionCatalog.All.SelectMany(entry => entry.Flags).Concat(AbsentFeatures.Flags).ToList();
        var variables = OptionCatalog.All.Select(entry => entry.Variable)
            .Concat(OptionCatalog.All.Select(entry => entry.BoostVariable).OfType<string>()).ToList();

        Assert.Equal(flags.Count, flags.Distinct().Count());
        Assert.Equal(variables.Count, variables.Distinct().Count());
        Assert.All(flags, flag => Assert.Matches("^--[a-z0-9]+(-[a-z0-9]+)*$", flag));
    }

    [Fact]
    public void Catalog_AllDescriptions_AreOneSentence() =>
        Assert.All(OptionCatalog.All, entry => Assert.Matches("^[A-Z].*[^.]\\.$", entry.Description));

    [Fact]
    public void Catalog_AllDefaults_PassTheirOwnRange() => Assert.All(
        OptionCatalog.All.Where(entry => entry.Range is not null && entry.Get(new OptionSet()) is not null),
        entry => Assert.True(entry.Range!.Contains(entry.Get(new OptionSet())!), entry.Key));

    [Fact]
    public void Catalog_AllDefaultTexts_AreReadBack()
    {
        var plain = OptionCatalog.All.Where(entry =>
            entry.DefaultNote is null && entry.Get(new OptionSet()) is not null && entry.Kind != OptionKind.List);

        Assert.All(plain, entry =>
        {
            var text = EffectiveSettings.DefaultText(entry);
            Assert.True(OptionText.TryParse(entry, text, out var value, out var error), error);
            Assert.Equal(entry.Get(new OptionSet()), value);
        });
    }

    [Fact]
    public void Help_All_ListsEveryNameWithinItsColumns()
    {
        var result = LoadBare("--help");

        Assert.Equal(0, result.ExitCode);
        Assert.Empty(Error);
        Assert.All(Output.Split('\n'), line => Assert.InRange(line.Length, 0, HelpText.Columns));
        var names = OptionCatalog.All
            .SelectMany(entry => entry.Flags.Append(entry.Variable).Append(entry.BoostVariable))
            .OfType<string>().Concat(AbsentFeatures.Flags);
        Assert.All(names, name => Assert.Matches($@"(?<![\w-]){name}(?![\w-])", Output));
    }

    [Fact]
    public void HelpMarkdown_All_HasARowForEveryOption()
    {
        var result = LoadBare("--help-markdown");

        Assert.Equal(0, result.ExitCode);
        Assert.All(OptionCatalog.All, entry => Assert.Contains($"| `{entry.Key}` | `{entry.Flag}`", Output));
        Assert.All(Output.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)),
            row => Assert.Equal(7, row.Replace("\\|", "").Count(letter => letter == '|')));
    }

    [Fact]
    public void Version_Asked_IsPrinted()
    {
        var result = LoadBare("--version");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^Sidecar\.Gateway \d+\.\d+\.\d+\s*$", Output);
    }
}
