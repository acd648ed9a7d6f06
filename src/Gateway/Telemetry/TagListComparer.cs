using System.Diagnostics.CodeAnalysis;

namespace Sidecar.Gateway.Telemetry;

/// <summary>Compares tags as recorded with tags as kept, so that finding a series needs no key object.</summary>
/// <remarks>The order counts: another order is another key, which leads to the same series.</remarks>
internal sealed class TagListComparer
    : IEqualityComparer<KeyValuePair<string, object?>[]>,
      IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, KeyValuePair<string, object?>[]>
{
    public bool Equals(KeyValuePair<string, object?>[]? x, KeyValuePair<string, object?>[]? y) =>
        x is null || y is null ? ReferenceEquals(x, y) : Equals((ReadOnlySpan<KeyValuePair<string, object?>>)x, y);

    public int GetHashCode([DisallowNull] KeyValuePair<string, object?>[] obj) =>
        GetHashCode((ReadOnlySpan<KeyValuePair<string, object?>>)obj);

    public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> alternate, KeyValuePair<string, object?>[] other)
    {
        if (alternate.Length != other.Length)
        {
            return false;
        }

        for (var i = 0; i < other.Length; i++)
        {
            if (alternate[i].Key != other[i].Key || !Equals(alternate[i].Value, other[i].Value))
            {
                return false;
            }
        }

        return true;
    }

    public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> alternate)
    {
        var hash = new HashCode();
        foreach (var tag in alternate)
        {
            hash.Add(tag.Value);
        }

        return hash.ToHashCode();
    }

    public KeyValuePair<string, object?>[] Create(ReadOnlySpan<KeyValuePair<string, object?>> alternate) =>
        alternate.ToArray();
}
