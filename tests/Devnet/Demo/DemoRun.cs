using Sidecar.Devnet.Processes;
using Sidecar.TestKit;

namespace Sidecar.Devnet.Demo;

/// <summary>One run of the demo, from the first process to the last line.</summary>
internal sealed class DemoRun(DemoOptions options)
{
    private const int Succeeded = 0;
    private const int Failed = 1;
    private const int Interrupted = 130;
    private const int LogLines = 25;

    private readonly IDisplay _display = Console.IsOutputRedirected ? new PlainLines() : new LiveTable();
    private readonly Tally _tally = new();
    private readonly List<string> _problems = [];

    /// <summary>Returns the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var folder = await RunFolder.CreateAsync(cancellationToken);
        try
        {
            await RunInAsync(folder, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Console.Error.WriteLine("Interrupted.");
            folder.Remove();
            return Interrupted;
        }
        catch (Exception failure)
        {
            _problems.Add(failure.Message);
        }

        Conclude(folder);
        Console.WriteLine(_tally);
        return _problems.Count == 0 ? Succeeded : Failed;
    }

    private async Task RunInAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        var clients = await DemoClients.ChooseAsync(options.Engines, folder, cancellationToken);
        var transactions = await clients.TransactionsAsync(options.Blocks + 1, cancellationToken);
        await using var local = await clients.StartLocalAsync(cancellationToken);
        await using var builder = await clients.StartBuilderAsync(cancellationToken);
        await using var gateway = await GatewayProcess.StartAsync(
            options.GatewayPath, folder, local.EngineUrl, builder.EngineUrl, cancellationToken);
        Console.WriteLine(
            $"local {local.EngineUrl} and builder {builder.EngineUrl} ({clients.Description}), "
            + $"gateway {gateway.EngineUrl}");

        using var localRpc = new EngineRpc(local.EngineUrl, folder.LocalSecret);
        using var builderRpc = new EngineRpc(builder.EngineUrl, folder.BuilderSecret);
        using var gatewayRpc = new EngineRpc(gateway.EngineUrl, folder.LocalSecret);
        using var opNode = new OpNodeDriver(gateway.EngineUrl, folder.LocalSecret);
        using var http = new HttpClient();

        var feed = new TransactionFeed(
            transactions, (method, data) => gatewayRpc.CallAsync(method, cancellationToken, data), builderRpc);
        opNode.ForcedTransactions = feed.ForcedFor;
        var sequencer = new Sequencer(opNode, feed, new BlockSources(http, gateway.MetricsUrl));
        var fate = new BuilderFate(options, builder, _display);
        await _display.ShowAsync(() => MakeBlocksAsync(sequencer, fate, cancellationToken));

        var difference = await new ChainCheck(localRpc).FindDifferenceAsync(sequencer.Made, cancellationToken);
        Judge(difference, fate.Problem, feed.BuilderOnlyIncluded);
    }

    private async Task MakeBlocksAsync(Sequencer sequencer, BuilderFate fate, CancellationToken cancellationToken)
    {
        for (var number = 1; number <= options.Blocks; number++)
        {
            var block = await sequencer.MakeBlockAsync(number, cancellationToken);
            _tally.Count(block.Outcome);
            _display.Add(block);
            await fate.AfterAsync(block, cancellationToken);
        }

        await fate.SettleAsync();
    }

    private void Judge(string? difference, string? fateProblem, int builderOnlyIncluded)
    {
        Require(_tally[BlockOutcome.Missed] == 0, "blocks were missed");
        Require(_tally[BlockOutcome.Builder] > 0, "no block was the builder's");
        Require(_tally[BlockOutcome.Local] > 0, "no block was local's");
        Require(fateProblem is null, fateProblem);
        Require(builderOnlyIncluded > 0, "no transaction that only the builder knew is in the chain");
        Require(difference is null, $"local's chain is not the one that was made: {difference}");
        if (difference is null)
        {
            Console.WriteLine("local's head is the chain that was made, from the first block to the last");
        }
    }

    private void Require(bool holds, string? problem)
    {
        if (!holds)
        {
            _problems.Add(problem!);
        }
    }

    /// <summary>All processes have ended: the folder goes, or stays with the logs to be looked at.</summary>
    private void Conclude(RunFolder folder)
    {
        if (_problems.Count == 0)
        {
            folder.Remove();
            return;
        }

        foreach (var log in Directory.EnumerateFiles(folder.Path, "*.log"))
        {
            Console.Error.WriteLine($"--- the end of {log}");
            Console.Error.WriteLine(string.Join('\n', File.ReadLines(log).TakeLast(LogLines)));
        }

        _problems.ForEach(problem => Console.Error.WriteLine($"demo failed: {problem}"));
    }
}
