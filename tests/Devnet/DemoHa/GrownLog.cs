using System.Text;

namespace Sidecar.Devnet.DemoHa;

/// <summary>Reads a log file that is being written, each line once.</summary>
internal sealed class GrownLog(string path)
{
    private long _read;

    /// <summary>The whole lines that came since the last call.</summary>
    public IEnumerable<string> NewLines()
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = _read;
        var bytes = new byte[file.Length - _read];
        file.ReadExactly(bytes);
        var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        _read += whole;
        return Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
