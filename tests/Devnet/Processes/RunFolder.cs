using Sidecar.TestKit;
using Sidecar.TestKit.Engines;

namespace Sidecar.Devnet.Processes;

/// <summary>Everything one run writes: secrets, genesis, chains, logs. Fresh for every run.</summary>
internal sealed class RunFolder
{
    private RunFolder(string path, DateTimeOffset genesisTime)
    {
        Path = path;
        GenesisTime = genesisTime;
    }

    public string Path { get; }

    /// <summary>Now, in whole seconds: the blocks' timestamps then follow the wall clock.</summary>
    public DateTimeOffset GenesisTime { get; }

    public byte[] LocalSecret { get; } = Jwt.NewSecret();

    public byte[] BuilderSecret { get; } = Jwt.NewSecret();

    public string LocalSecretPath => File("local.jwt");

    public string BuilderSecretPath => File("builder.jwt");

    public string GenesisPath => File("genesis.json");

    public static async Task<RunFolder> CreateAsync(CancellationToken cancellationToken)
    {
        var path = Directory.CreateTempSubdirectory("sidecar-demo-").FullName;
        var folder = new RunFolder(path, DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds()));
        Jwt.WriteSecretFile(folder.LocalSecretPath, folder.LocalSecret);
        Jwt.WriteSecretFile(folder.BuilderSecretPath, folder.BuilderSecret);
        await ChainGenesis.WriteAsync(folder.GenesisPath, folder.GenesisTime, cancellationToken);
        return folder;
    }

    public string LogPath(string name) => File($"{name}.log");

    public string JournalPath(string name) => File($"{name}.journal");

    /// <summary>Copies all logs to another folder, in the place of those of an earlier run.</summary>
    public void CopyLogs(string path)
    {
        Directory.CreateDirectory(path);
        foreach (var earlier in Directory.EnumerateFiles(path, "*.log"))
        {
            System.IO.File.Delete(earlier);
        }

        foreach (var log in Directory.EnumerateFiles(Path, "*.log"))
        {
            System.IO.File.Copy(log, System.IO.Path.Combine(path, System.IO.Path.GetFileName(log)));
        }
    }

    public void Remove() => Directory.Delete(Path, recursive: true);

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
