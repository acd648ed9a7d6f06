using Orleans.Embedded;
using Orleans.Runtime;

namespace Orleans;

/// <summary>What every grain and every reference to one can say about itself.</summary>
public static class GrainExtensions
{
    /// <summary>The key that the grain was asked for with.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    /// <summary>The grain's type and key.</summary>
    public static GrainId GetGrainId(this IAddressable grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain switch
        {
            Grain instance => instance.GrainId,
            GrainProxy reference => reference.GrainId,
            _ => throw new ArgumentException($"{grain.GetType()} is neither a grain nor a reference.", nameof(grain)),
        };
    }
}
