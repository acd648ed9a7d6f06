using System.Globalization;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>A wall clock that is wrong for one process, and moved while it runs (libfaketime).</summary>
internal sealed class MovedClock : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sidecar-clock-").FullName;

    public MovedClock() => Move(TimeSpan.Zero);

    /// <summary>For the process.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["LD_PRELOAD"] = FindLibrary(),
        ["FAKETIME_TIMESTAMP_FILE"] = OffsetFile,
        ["FAKETIME_NO_CACHE"] = "1",

        // A wall clock jumps, and the clock that counts up since the start does not.
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",

        // Meant for an old C library; with this one it makes timed waits return at once, again and again.
        ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
    };

    private string OffsetFile => Path.Combine(_directory, "offset");

    /// <summary>Makes the clock wrong by this much from now on.</summary>
    public void Move(TimeSpan offset)
    {
        // Moved into its place, so that the process never reads half of it.
        var written = OffsetFile + ".new";
        File.WriteAllText(written, offset.TotalSeconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture) + "\n");
        File.Move(written, OffsetFile, overwrite: true);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string FindLibrary() => Directory.EnumerateDirectories("/usr/lib")
        .Select(directory => Path.Combine(directory, "faketime", "libfaketimeMT.so.1"))
        .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("libfaketime is missing: apt-get install -y libfaketime");
}
