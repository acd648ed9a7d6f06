namespace Sidecar.Fuzz.Tests;

/// <summary>An oracle was contradicted.</summary>
public sealed class FindingException(string message) : Exception(message)
{
    /// <summary>Throws unless it holds.</summary>
    public static void Unless(bool holds, string what, string expected = "", string actual = "")
    {
        if (!holds)
        {
            throw new FindingException($"{what}\n  expected: {expected}\n  actual:   {actual}");
        }
    }
}
