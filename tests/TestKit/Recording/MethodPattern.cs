namespace Sidecar.TestKit;

/// <summary>How tests name methods.</summary>
/// <remarks>
/// <c>engine_getPayloadV4</c> is exactly that method, <c>engine_getPayload</c> all its versions,
/// <c>engine_*</c> whatever begins so, <c>*</c> everything.
/// </remarks>
internal static class MethodPattern
{
    public static bool Matches(string pattern, string method)
    {
        if (pattern.EndsWith('*'))
        {
            return method.StartsWith(pattern[..^1], StringComparison.Ordinal);
        }

        if (!method.StartsWith(pattern, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = method.AsSpan(pattern.Length);
        return rest.IsEmpty || (rest is ['V', .. var digits] && !digits.ContainsAnyExceptInRange('0', '9'));
    }
}
