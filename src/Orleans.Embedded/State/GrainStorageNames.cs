namespace Orleans.Embedded;

internal static class GrainStorageNames
{
    /// <summary>The store of states that name none; Orleans' name for it.</summary>
    public const string Default = "Default";
}
