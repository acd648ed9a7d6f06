using Sidecar.TestKit.Engines;

namespace Sidecar.Devnet.Demo;

/// <summary>Kills the builder a third of the way in and starts it again after two thirds.</summary>
internal sealed class BuilderFate(DemoOptions options, IClientProcess builder, IDisplay display)
{
    // A builder that was up for fewer blocks than this cannot be blamed for not making one.
    private const int BlocksToComeBack = 5;

    private Task? _restart;
    private int? _upSince;
    private int? _usedSince;

    /// <summary>Why the restart was in vain; null when the builder is used again or had no time to.</summary>
    public string? Problem =>
        _usedSince is null && options.Blocks - _upSince >= BlocksToComeBack
            ? $"the builder was up again after block {_upSince} and never used"
            : null;

    /// <summary>Does what is due after a block. The restart goes on while blocks are made.</summary>
    public async Task AfterAsync(BlockReport block, CancellationToken cancellationToken)
    {
        if (block.Number == options.KillAfter)
        {
            builder.Kill();
            display.Note("builder killed (SIGKILL)");
        }
        else if (block.Number == options.RestartAfter)
        {
            _restart = builder.RestartAsync(cancellationToken);
            display.Note("builder started again");
        }

        if (_upSince is null && _restart is { IsCompleted: true })
        {
            await _restart;
            _upSince = block.Number;
            display.Note("builder answers again");
        }

        if (_upSince is not null && _usedSince is null && block.Outcome == BlockOutcome.Builder)
        {
            _usedSince = block.Number;
            display.Note("builder used again");
        }
    }

    /// <summary>Lets a restart end that is still under way.</summary>
    public Task SettleAsync() => _restart ?? Task.CompletedTask;
}
