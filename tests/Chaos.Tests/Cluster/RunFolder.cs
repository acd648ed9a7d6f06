namespace Sidecar.Chaos.Tests.Cluster;

/// <summary>Secrets and logs of one run; removed unless somebody wants to read them.</summary>
internal sealed class RunFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("sidecar-chaos-").FullName;

    /// <summary>Whether the folder stays.</summary>
    public bool Keep { get; set; }

    public string LogPath(string name) => System.IO.Path.Combine(Path, $"{name}.log");

    public string Secret(string name, byte[] secret)
    {
        var path = System.IO.Path.Combine(Path, $"{name}.jwt");
        Jwt.WriteSecretFile(path, secret);
        return path;
    }

    public void Dispose()
    {
        if (!Keep)
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
