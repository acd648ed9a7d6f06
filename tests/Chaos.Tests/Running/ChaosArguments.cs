using System.Globalization;
using Sidecar.Chaos.Tests.Faults;

namespace Sidecar.Chaos.Tests.Running;

/// <summary>The program's command line.</summary>
internal static class ChaosArguments
{
    public const string Usage =
        "--slots N  --seed N  [--kinds AskAgain,KillGateway,…]  [--rate 0.25]  [--no-cluster: gateways without Redis]";

    /// <summary>The options; throws <see cref="ArgumentException"/> with a sentence for whoever typed them.</summary>
    public static ChaosOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new ChaosOptions { Slots = 2000, Seed = Random.Shared.Next(1, 1_000_000) };
        for (var i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--slots" => options with { Slots = Number(arguments, ++i) },
                "--seed" => options with { Seed = Number(arguments, ++i) },
                "--kinds" => options with { Kinds = Kinds(Value(arguments, ++i)) },
                "--rate" => options with { FaultRate = double.Parse(Value(arguments, ++i), CultureInfo.InvariantCulture) },
                "--no-cluster" => options with { IsClustered = false },
                var unknown => throw new ArgumentException($"{unknown} is unknown. {Usage}"),
            };
        }

        var others = arguments.Select((argument, index) => (argument, index)).Where(item => !IsSlotsOrSeed(item.index));
        return options with { Arguments = string.Join(' ', others.Select(item => item.argument)) };

        bool IsSlotsOrSeed(int index) => arguments[index] is "--slots" or "--seed"
            || (index > 0 && arguments[index - 1] is "--slots" or "--seed");
    }

    private static HashSet<FaultKind> Kinds(string list) => [.. list.Split(',').Select(name =>
        Enum.TryParse<FaultKind>(name, out var kind) ? kind : throw new ArgumentException($"{name} is no fault. {Usage}"))];

    private static int Number(IReadOnlyList<string> arguments, int index) =>
        int.TryParse(Value(arguments, index), CultureInfo.InvariantCulture, out var number) && number >= 0
            ? number
            : throw new ArgumentException($"{arguments[index - 1]} wants a number. {Usage}");

    private static string Value(IReadOnlyList<string> arguments, int index) =>
        index < arguments.Count ? arguments[index] : throw new ArgumentException($"{arguments[index - 1]} wants a value.");
}
