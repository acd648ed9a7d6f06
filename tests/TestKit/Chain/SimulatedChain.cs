namespace Sidecar.TestKit;

/// <summary>Blocks by hash, the three labels and the mempool. Not thread-safe: the client's gate guards it.</summary>
internal sealed class SimulatedChain
{
    private readonly Dictionary<string, SimulatedBlock> _blocks = [];
    private readonly Dictionary<string, byte[]> _mempool = [];

    // Dictionary forgets the order once something was removed, and blocks are filled in order of arrival.
    private readonly List<string> _arrival = [];

    public SimulatedChain(SimulatedBlock genesis)
    {
        _blocks.Add(genesis.Hash, genesis);
        (Genesis, Head, Safe, Finalized) = (genesis, genesis, genesis, genesis);
    }

    public SimulatedBlock Genesis { get; }

    public SimulatedBlock Head { get; private set; }

    public SimulatedBlock Safe { get; private set; }

    public SimulatedBlock Finalized { get; private set; }

    public IEnumerable<SimulatedBlock> Blocks => _blocks.Values;

    public IEnumerable<byte[]> Mempool => _arrival.Select(hash => _mempool[hash]);

    public SimulatedBlock? Find(string hash) => _blocks.GetValueOrDefault(hash);

    public SimulatedBlock? FindCanonical(ulong number) =>
        Ancestry(Head).SkipWhile(block => block.Number > number).FirstOrDefault(block => block.Number == number);

    public void Add(SimulatedBlock block) => _blocks.TryAdd(block.Hash, block);

    public void MoveHead(SimulatedBlock head)
    {
        // Ends at the old head when the chain only grew, which is the usual case.
        foreach (var block in Ancestry(head).TakeWhile(block => block.Hash != Head.Hash))
        {
            foreach (var transaction in block.Transactions)
            {
                RemoveTransaction(BlockHashing.TransactionHash(transaction));
            }
        }

        Head = head;
    }

    public void MoveSafe(SimulatedBlock safe) => Safe = safe;

    public void MoveFinalized(SimulatedBlock finalized) => Finalized = finalized;

    public string AddTransaction(byte[] transaction)
    {
        var hash = BlockHashing.TransactionHash(transaction);
        if (_mempool.TryAdd(hash, transaction))
        {
            _arrival.Add(hash);
        }

        return hash;
    }

    public IEnumerable<SimulatedBlock> Ancestry(SimulatedBlock from)
    {
        for (var block = from; block is not null; block = Find(block.ParentHash))
        {
            yield return block;
        }
    }

    private void RemoveTransaction(string hash)
    {
        if (_mempool.Remove(hash))
        {
            _arrival.Remove(hash);
        }
    }
}
