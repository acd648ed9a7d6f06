namespace Sidecar.TestKit.Engines;

/// <summary>Finds <c>tests/Engines</c> of the repository that this assembly was built in.</summary>
internal static class EnginesFolder
{
    // Lazy: a failing static initializer would hide the reason.
    private static readonly Lazy<string> Found = new(Find);

    public static string Path => Found.Value;

    public static string File(string name) => System.IO.Path.Combine(Path, name);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var engines = System.IO.Path.Combine(folder.FullName, "tests", "Engines");
            if (System.IO.File.Exists(System.IO.Path.Combine(engines, "op-client.mjs")))
            {
                return engines;
            }
        }

        throw new DirectoryNotFoundException(
            $"tests/Engines was not found above {AppContext.BaseDirectory}: run from a build inside the repository.");
    }
}
