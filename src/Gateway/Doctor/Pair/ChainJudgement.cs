using System.Globalization;

namespace Sidecar.Gateway.Doctor.Pair;

internal static class ChainJudgement
{
    public static readonly FindingKind Same = FindingKind.Ok("chain.ok");
    public static readonly FindingKind OtherId = FindingKind.Error("chain.id");
    public static readonly FindingKind OtherGenesis = FindingKind.Error("chain.genesis");
    public static readonly FindingKind OtherOption = FindingKind.Error("chain.option");

    /// <summary>
    /// Judges chain ids and hashes of block 0; a client that is not there, or does not tell, has null.
    /// </summary>
    public static Finding Judge(
        ulong local, string? localGenesis, ulong? builder, string? builderGenesis, ulong? option, string optionName)
    {
        if (option is { } wanted && wanted != local)
        {
            return OtherOption.Is(
                Text($"Local is on chain {local}, and {optionName} says {wanted}: ")
                + "gateways would not find each other's state.",
                $"correct {optionName}, or leave it out.");
        }

        if (builder is { } other && other != local)
        {
            return OtherId.Is(
                Text($"The builder is on chain {other} and local on chain {local}: none of its blocks can be valid."),
                "correct the address of the builder, or its chain configuration.");
        }

        if (localGenesis is not null && builderGenesis is not null && localGenesis != builderGenesis)
        {
            return OtherGenesis.Is(
                Text($"Both are on chain {local}, but local's block 0 is {localGenesis[..10]}... and the builder's ")
                + $"{builderGenesis[..10]}...: none of its blocks can be valid.",
                "give the builder the genesis file of local and let it begin anew.");
        }

        return Same.Is(Text($"{(builder is null ? "Local is" : "Both are")} on chain {local}."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
