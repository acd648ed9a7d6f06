using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Sidecar.TestKit.Engines;

/// <summary>Installs the real execution clients from npm, once for all processes that want them.</summary>
public static class RealClientInstaller
{
    private const int NodeMajorMin = 18;
    private static readonly TimeSpan LockPatience = TimeSpan.FromMinutes(5);

    // npm empties the folder before it installs: a stamp in there lives exactly as long as what it stands for.
    private static string StampPath => EnginesFolder.File(Path.Combine("node_modules", ".sidecar-stamp"));

    /// <summary>What the lock file names is installed.</summary>
    public static bool IsInstalled => File.Exists(StampPath) && File.ReadAllText(StampPath) == StampOfLockFile();

    /// <summary>Says what this machine lacks to run the clients; null when nothing is.</summary>
    public static async Task<string?> FindMissingAsync(CancellationToken cancellationToken)
    {
        var node = await Tool.RunAsync(EnginesFolder.Path, "node", ["--version"], cancellationToken);
        if (node is null || MajorOf(node.Output) < NodeMajorMin)
        {
            var found = node is null ? "there is none" : $"there is {node.Output.Trim()}";
            return $"Node.js {NodeMajorMin} or newer is needed and {found}";
        }

        var npm = await Tool.RunAsync(EnginesFolder.Path, "npm", ["--version"], cancellationToken);
        return npm is null ? "npm is needed and there is none" : null;
    }

    /// <summary>Installs what is not installed yet. Throws with the reason when that is not possible.</summary>
    public static async Task EnsureInstalledAsync(CancellationToken cancellationToken)
    {
        if (await FindMissingAsync(cancellationToken) is { } missing)
        {
            throw new InvalidOperationException(
                $"The real execution clients cannot run: {missing}. Install it (Debian: apt-get install nodejs npm).");
        }

        await using var installLock = await LockAsync(cancellationToken);
        if (IsInstalled)
        {
            return;
        }

        var npm = await Tool.RunAsync(
            EnginesFolder.Path, "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], cancellationToken);
        if (npm is not { ExitCode: 0 })
        {
            throw new InvalidOperationException($"npm ci failed in tests/Engines:\n{npm?.Output}{npm?.Errors}");
        }

        await File.WriteAllTextAsync(StampPath, StampOfLockFile(), cancellationToken);
    }

    private static int MajorOf(string version)
    {
        var major = version.Trim().TrimStart('v').Split('.')[0];
        return int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    private static string StampOfLockFile() =>
        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(EnginesFolder.File("package-lock.json"))));

    /// <summary>Test projects run side by side; the file system is what their processes share.</summary>
    private static async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(
                    EnginesFolder.File(".install.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waiting.Elapsed < LockPatience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
            }
        }
    }
}
