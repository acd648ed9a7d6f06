using System.Security.Cryptography;
using System.Text;

namespace Sidecar.TestKit;

/// <summary>The running and sealed builds of one client, by id. Lost in a crash.</summary>
internal sealed class BuildTable(SimulatedClientOptions options, string salt)
{
    private const int BuildsMax = 64;

    private readonly Dictionary<string, Build> _byId = [];
    private readonly Dictionary<string, Build> _byContent = [];
    private readonly Queue<Build> _oldestFirst = [];
    private ulong _started;

    public IEnumerable<string> Ids => _byId.Keys;

    public Build? Find(string payloadId) => _byId.GetValueOrDefault(payloadId);

    /// <summary>The same parent and attributes give the same build, running or sealed.</summary>
    public Build Start(SimulatedBlock parent, BuildAttributes attributes)
    {
        var content = Hex.Digest(parent.Hash, attributes.Digest());
        if (_byContent.TryGetValue(content, out var known))
        {
            return known;
        }

        if (options.NewBuildCancelsOld)
        {
            foreach (var running in _byId.Values.Where(build => build.Sealed is null).ToList())
            {
                Remove(running);
            }
        }

        var build = new Build(NextId(content), parent, attributes);
        _byId[build.PayloadId] = build;
        _byContent[content] = build;
        _oldestFirst.Enqueue(build);
        if (_oldestFirst.Count > BuildsMax)
        {
            Remove(_oldestFirst.Dequeue());
        }

        return build;
    }

    private void Remove(Build build)
    {
        _byId.Remove(build.PayloadId);
        _byContent.Remove(Hex.Digest(build.Parent.Hash, build.Attributes.Digest()));
    }

    private string NextId(string content)
    {
        _started++;
        if (options.PayloadIds == PayloadIdScheme.Counter)
        {
            return $"0x{_started:x16}";
        }

        var ownSalt = options.PayloadIds == PayloadIdScheme.Salted ? salt : "";
        var id = SHA256.HashData(Encoding.UTF8.GetBytes(ownSalt + content)).AsSpan(0, 8);
        id[0] = options.PayloadIdFirstByte;
        return Hex.Data(id);
    }
}
