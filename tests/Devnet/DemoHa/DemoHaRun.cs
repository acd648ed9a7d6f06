using Sidecar.Devnet.Demo;
using Sidecar.Devnet.Processes;
using Sidecar.TestKit;

namespace Sidecar.Devnet.DemoHa;

/// <summary>One run, from the first process to the last line.</summary>
internal sealed class DemoHaRun(DemoHaOptions options)
{
    private const int Succeeded = 0;
    private const int Failed = 1;
    private const int Interrupted = 130;
    private const int LeadersLost = 2;

    private readonly IHaDisplay _display = Console.IsOutputRedirected ? new HaPlainLines() : new HaLiveTable();
    private readonly HaTally _tally = new();
    private readonly PayloadAnswers _answers = new();
    private readonly List<string> _problems = [];

    /// <summary>Returns the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine($"seed {options.Seed}: SEED={options.Seed} makes the same faults in the same slots");
        var folder = await RunFolder.CreateAsync(cancellationToken);
        try
        {
            await RunInAsync(folder, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Console.Error.WriteLine("Interrupted.");
            return Interrupted;
        }
        catch (Exception failure)
        {
            _problems.Add(failure.Message);
        }
        finally
        {
            folder.CopyLogs(options.LogsPath);
            folder.Remove();
        }

        Conclude();
        Console.WriteLine(_tally.ToLine(_answers.Conflicts));
        return _problems.Count == 0 ? Succeeded : Failed;
    }

    private async Task RunInAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        var clients = await DemoClients.ChooseAsync(options.Engines, folder, cancellationToken);
        var transactions = await clients.TransactionsAsync(options.Blocks + 1, cancellationToken);
        await using var network = await HaNetwork.StartAsync(options, folder, clients, cancellationToken);
        Console.WriteLine(
            $"A1 and A2 before {network.A.Local.Name}, B1 before {network.B.Local.Name}, {network.Builder.Name} "
            + $"({clients.Description}), Redis {network.Redis.Endpoint}");

        using var builderRpc = new EngineRpc(network.Builder.EngineUrl, folder.BuilderSecret);
        var feed = new TransactionFeed(
            transactions, (method, data) => CallLeaderAsync(network, method, data, cancellationToken), builderRpc);
        var genesis = await ReadGenesisAsync(network, feed, cancellationToken);
        var chainId = await ReadChainIdAsync(builderRpc, cancellationToken);

        await using var recoveries = new Recoveries(_display, cancellationToken);
        var logs = new GatewayLogs(network.Gateways);
        var record = new BuilderRecord(network.Builder.LogPath);
        var faults = new FaultMaker(
            FaultSchedule.Draw(options.Seed, options.Blocks), network, recoveries, _answers, record, _display);
        var sources = new AnswerSources(logs, network, chainId);
        var maker = new BlockMaker(network, feed, faults, _answers, sources, logs, genesis);
        await _display.ShowAsync(() => MakeBlocksAsync(maker, faults, recoveries, cancellationToken));

        _problems.AddRange(recoveries.Problems);
        _problems.AddRange(faults.Problems);
        _problems.AddRange(await maker.FindUselessAsync(cancellationToken));
        await CheckChainsAsync(network, maker.Hashes, folder, cancellationToken);
        Console.WriteLine(
            $"leaders lost: {LeadersLost}, running builds of the builder used then: {faults.RunningBuildsUsed}; "
            + $"answers compared: {_answers.Count}; builder's head put back: {record.PutBack(maker.Hashes)}");
        Console.WriteLine($"local blocks, why: {_tally.Reasons}");
        Judge();
    }

    private async Task MakeBlocksAsync(
        BlockMaker maker, FaultMaker faults, Recoveries recoveries, CancellationToken cancellationToken)
    {
        for (var number = 1; number <= options.Blocks; number++)
        {
            var block = await maker.MakeBlockAsync(number, cancellationToken);
            _tally.Count(block);
            _tally.Faults = faults.Made;
            _display.Add(block);
            await recoveries.ReportAsync();
        }

        await faults.SettleAsync();
        await recoveries.SettleAsync();
    }

    private static async Task<EngineCall> CallLeaderAsync(
        HaNetwork network, string method, string data, CancellationToken cancellationToken) =>
        (await network.Leader.CallAsync(opNode => opNode.CallAsync(method, cancellationToken, data))).Call;

    /// <summary>Every op-node starts at the same block and forces the same transactions.</summary>
    private static async Task<ChainPoint> ReadGenesisAsync(
        HaNetwork network, TransactionFeed feed, CancellationToken cancellationToken)
    {
        ChainPoint? genesis = null;
        foreach (var gateway in network.Gateways)
        {
            gateway.OpNode.ForcedTransactions = feed.ForcedFor;
            var head = await gateway.OpNode.ReadHeadAsync(cancellationToken);
            if (genesis is not null && genesis != head)
            {
                throw new InvalidOperationException($"{gateway.Name} starts at {head}, the others at {genesis}.");
            }

            genesis = head;
        }

        return genesis!;
    }

    /// <summary>As the gateways write it in their keys.</summary>
    private static async Task<string> ReadChainIdAsync(EngineRpc rpc, CancellationToken cancellationToken)
    {
        var call = await rpc.CallAsync("eth_chainId", cancellationToken);
        return $"{Convert.ToUInt64(call.Result.GetString(), 16)}";
    }

    private async Task CheckChainsAsync(
        HaNetwork network, IReadOnlyList<string> made, RunFolder folder, CancellationToken cancellationToken)
    {
        foreach (var sequencer in (SequencerNode[])[network.A, network.B])
        {
            using var rpc = new EngineRpc(sequencer.Local.EngineUrl, folder.LocalSecret);
            if (await new ChainCheck(rpc).FindDifferenceAsync(made, cancellationToken) is { } difference)
            {
                _problems.Add($"{sequencer.Local.Name}'s chain is not the one that was made: {difference}");
            }
        }
    }

    private void Judge()
    {
        Require(_tally[BlockOutcome.Missed] == 0, "blocks were missed");
        Require(_tally[BlockOutcome.Builder] > 0, "no block was the builder's");
        Require(_answers.Conflicts == 0, "payload ids were answered with different blocks");
        Require(_tally.Faults == FaultSchedule.Count, $"{_tally.Faults} of {FaultSchedule.Count} faults were made");
    }

    private void Require(bool holds, string problem)
    {
        if (!holds)
        {
            _problems.Add(problem);
        }
    }

    private void Conclude()
    {
        if (_problems.Count > 0)
        {
            _problems.ForEach(problem => Console.Error.WriteLine($"demo-ha failed: {problem}"));
            Console.Error.WriteLine($"The logs of all processes are in {options.LogsPath}:");
            foreach (var log in Directory.EnumerateFiles(options.LogsPath, "*.log").Order(StringComparer.Ordinal))
            {
                Console.Error.WriteLine($"  {Path.GetFileName(log)}");
            }
        }
    }
}
