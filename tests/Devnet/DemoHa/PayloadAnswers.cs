namespace Sidecar.Devnet.DemoHa;

/// <summary>Every block that was answered for a payload id, by any gateway: there must be one.</summary>
internal sealed class PayloadAnswers
{
    private readonly Dictionary<string, HashSet<string>> _blocks = [];

    /// <summary>Payload ids that were answered with more than one block.</summary>
    public int Conflicts => _blocks.Values.Count(hashes => hashes.Count > 1);

    /// <summary>Answers seen, repeated ones included.</summary>
    public int Count { get; private set; }

    /// <summary>False when another block was answered for this id before.</summary>
    public bool Add(string payloadId, string blockHash)
    {
        Count++;
        var hashes = _blocks.TryGetValue(payloadId, out var known) ? known : _blocks[payloadId] = [];
        hashes.Add(blockHash);
        return hashes.Count == 1;
    }
}
