using System.Collections.Immutable;

namespace Sidecar.Grains;

/// <summary>Lists of a state: oldest first, and never longer than their limit.</summary>
internal static class BoundedLists
{
    /// <summary>Adds an item at the end; the oldest go.</summary>
    public static ImmutableList<T> AddBounded<T>(this ImmutableList<T> list, T item, int countMax)
    {
        var longer = list.Add(item);
        return longer.RemoveRange(0, Math.Max(0, longer.Count - countMax));
    }
}
