using System.CommandLine;
using System.CommandLine.Parsing;

namespace Sidecar.Gateway.Configuration;

/// <summary>Reads flags. Values stay texts here: all doors convert in the same place.</summary>
internal sealed class CommandLineReader
{
    private readonly Command _command;
    private readonly Option<bool> _help = new("--help", "-h", "-?");
    private readonly Option<bool> _version = new("--version");
    private readonly Option<bool> _check = new("--check");
    private readonly Option<bool> _markdown = new("--help-markdown");
    private readonly Option<string[]> _settingsFile = Text("--config");
    private readonly List<(OptionEntry Entry, Option<string[]> Option)> _options = [];
    private readonly List<Option<string[]>> _absent = [];
    private readonly ConfigurationProblems _problems;

    private CommandLineReader(ProgramKind program, ConfigurationProblems problems)
    {
        _problems = problems;
        _command = new(program.Name);
        _options.AddRange(program.Options.SelectMany(entry => entry.Flags.Select(flag => (entry, Text(flag)))));
        _absent.AddRange(program.IsSilo ? [] : AbsentFeatures.Flags.Select(Text));
        Option[] own = [_help, _version, _check, _markdown, _settingsFile];
        foreach (var option in own.Concat(_options.Select(pair => pair.Option)).Concat(_absent))
        {
            _command.Options.Add(option);
        }
    }

    public static CommandLine Read(
        IReadOnlyList<string> args, ProgramKind program, ConfigurationProblems problems)
    {
        var reader = new CommandLineReader(program, problems);
        return reader.Collect(reader.Parse(args));
    }

    // No range of values per flag is asked of the parser: it would stop at its first complaint, in its own words.
    private static Option<string[]> Text(string flag) => new(flag) { Arity = new ArgumentArity(0, 1000) };

    private ParseResult Parse(IReadOnlyList<string> args)
    {
        var flags = _command.Options.SelectMany(option => option.Aliases.Append(option.Name)).ToList();
        var known = UnknownFlags.Remove(args, flags, _problems);
        var result = _command.Parse(known, new ParserConfiguration
        {
            EnablePosixBundling = false,
            ResponseFileTokenReplacer = null, // A value may start with @.
        });
        foreach (var stray in result.UnmatchedTokens)
        {
            _problems.Error($"{UnknownFlags.Quote(stray)}: belongs to no flag; see --help.");
        }

        return result;
    }

    private CommandLine Collect(ParseResult result) => new()
    {
        IsHelp = result.GetValue(_help),
        IsVersion = result.GetValue(_version),
        IsCheck = result.GetValue(_check),
        IsMarkdown = result.GetValue(_markdown),
        SettingsFile = Single(result.GetResult(_settingsFile)),
        Values = CollectValues(result),
        Absent = [.. _absent
            .Select(option => (option.Name, result.GetResult(option)))
            .Where(pair => pair.Item2 is not null)
            .Select(pair => (pair.Name, pair.Item2!.Tokens is [var text, ..] ? text.Value : null))],
    };

    private List<SettingValue> CollectValues(ParseResult result)
    {
        var values = new List<SettingValue>();
        foreach (var (entry, option) in _options)
        {
            if (result.GetResult(option) is not { } given || Texts(entry, given) is not { } texts)
            {
                continue;
            }

            if (values.Find(value => value.Entry == entry) is { } earlier)
            {
                _problems.Error($"{earlier.Origin} and {option.Name}: are the same option; keep one.");
                continue;
            }

            values.Add(new(entry, texts, option.Name, IsBoost: option.Name == entry.BoostFlag));
        }

        return values;
    }

    private List<string>? Texts(OptionEntry entry, OptionResult given)
    {
        if (entry.Kind == OptionKind.Switch && given.Tokens.Count == 0)
        {
            return ["true"];
        }

        if (entry.Kind == OptionKind.List && given.Tokens.Count > 0)
        {
            return [.. given.Tokens.Select(token => token.Value)];
        }

        return Single(given) is { } text ? [text] : null;
    }

    private string? Single(OptionResult? given)
    {
        if (given is null)
        {
            return null;
        }

        var name = given.Option.Name;
        if (given.Tokens.Count == 0)
        {
            _problems.Error($"{name}: has no value; write {name} VALUE.");
            return null;
        }

        if (given.IdentifierTokenCount > 1)
        {
            _problems.Error($"{name}: is given {given.IdentifierTokenCount} times; keep one.");
        }

        return given.Tokens[0].Value;
    }
}
