namespace Sidecar.Gateway.Doctor.Redis;

/// <summary>What the checks of Redis have learnt. Written by one check at a time, in order.</summary>
internal sealed class RedisFacts
{
    /// <summary>The lines of INFO by their name; null if it may not be asked.</summary>
    public IReadOnlyDictionary<string, string>? Info { get; set; }

    /// <summary>Whether commands are answered.</summary>
    public bool IsUsable { get; set; }
}
