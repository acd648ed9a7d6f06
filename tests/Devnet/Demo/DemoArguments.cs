using System.CommandLine;

namespace Sidecar.Devnet.Demo;

/// <summary>What the demos have in common on their command lines.</summary>
internal static class DemoArguments
{
    /// <summary>How many blocks to make.</summary>
    /// <param name="byDefault">When none is told.</param>
    /// <param name="least">Fewer are refused.</param>
    /// <param name="why">Why so many are needed.</param>
    public static Option<int> Blocks(int byDefault, int least, string why)
    {
        var blocks = new Option<int>("--blocks")
        {
            Description = $"How many blocks to make, one a second; at least {least}.",
            DefaultValueFactory = _ => byDefault,
        };
        blocks.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.GetValueOrDefault<int>() < least)
            {
                result.AddError($"--blocks must be at least {least}: {why}");
            }
        });
        return blocks;
    }

    public static Option<EnginesChoice> Engines() => new("--engines")
    {
        Description = "Execution clients: auto (real ones if Node.js is there), real or sim.",
        DefaultValueFactory = _ => EnginesChoice.Auto,
    };

    public static Option<FileInfo> Gateway()
    {
        var gateway = new Option<FileInfo>("--gateway")
        {
            Description = "Path of Sidecar.Gateway.dll.",
            Required = true,
        };
        return gateway.AcceptExistingOnly();
    }
}
