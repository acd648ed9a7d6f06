namespace Sidecar.TestKit;

/// <summary>The working copy that the tests were built in.</summary>
public static class RepositoryFolder
{
    /// <summary>Where Sidecar.sln is.</summary>
    /// <exception cref="InvalidOperationException">The tests run outside of a working copy.</exception>
    public static string Path { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Sidecar.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException("There is no Sidecar.sln above the test assembly.");
    }
}
