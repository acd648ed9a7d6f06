namespace Sidecar.Gateway.Configuration;

/// <summary>A text for an option, and which door it came through.</summary>
/// <param name="Entry">The option.</param>
/// <param name="Texts">One text, or several for a list.</param>
/// <param name="Origin">What the operator has to look for: a flag, a variable, or a key and its file.</param>
/// <param name="IsBoost">Whether it was given under a name of rollup-boost's.</param>
internal sealed record SettingValue(
    OptionEntry Entry, IReadOnlyList<string> Texts, string Origin, bool IsBoost = false);
