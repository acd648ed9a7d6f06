using System.Globalization;
using Sidecar.Fuzz.Tests.Targets;

namespace Sidecar.Fuzz.Tests.Running;

/// <summary>The program's command line.</summary>
internal static class FuzzArguments
{
    public const string Usage =
        "--minutes 10  --seed N  [--targets requests,walks,…,wire]  [--from N]  [--count N: inputs of each target, no wire]";

    private const string Wire = "wire";

    /// <summary>The options; throws <see cref="ArgumentException"/> with a sentence for whoever typed them.</summary>
    public static FuzzOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new FuzzOptions { Seed = Random.Shared.Next(1, 1_000_000) };
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value = i + 1 < arguments.Count
                ? arguments[i + 1]
                : throw new ArgumentException($"{arguments[i]} wants a value.");
            options = arguments[i] switch
            {
                "--minutes" => options with
                {
                    Duration = TimeSpan.FromMinutes(double.Parse(value, CultureInfo.InvariantCulture)),
                },
                "--seed" => options with { Seed = (int)Number(value) },
                "--targets" => WithTargets(options, value.Split(',')),
                "--from" => options with { From = Number(value) },
                "--count" => options with { Count = Number(value), HasWire = false },
                var unknown => throw new ArgumentException($"{unknown} is unknown. {Usage}"),
            };
        }

        return options;
    }

    /// <summary>The command that draws one input again.</summary>
    public static string Replay(int seed, string target, long iteration) => string.Create(
        CultureInfo.InvariantCulture, $"make fuzz SEED={seed} ARGUMENTS='--targets {target} --from {iteration} --count 1'");

    private static FuzzOptions WithTargets(FuzzOptions options, string[] names)
    {
        var unknown = names.FirstOrDefault(name => name != Wire && !FuzzTarget.Names.Contains(name));
        return unknown is null
            ? options with { Targets = [.. names.Where(name => name != Wire)], HasWire = names.Contains(Wire) }
            : throw new ArgumentException(
                $"{unknown} is no target; there are {string.Join(", ", FuzzTarget.Names)} and {Wire}.");
    }

    private static long Number(string value) =>
        long.TryParse(value, CultureInfo.InvariantCulture, out var number) && number >= 0
            ? number
            : throw new ArgumentException($"{value} is no number. {Usage}");
}
