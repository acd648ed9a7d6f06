using Microsoft.Extensions.Options;
using Sidecar.Contracts;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Operations;

/// <summary>The execution mode now, and the one place where it changes.</summary>
/// <remarks>
/// Reading is free and never waits. Changes are one after the other, each announced before the next one is made. A walk
/// reads the mode once, so that one request sees one mode.
/// </remarks>
internal sealed partial class ExecutionModeSwitch
{
    private readonly TimeProvider _time;
    private readonly ILogger<ExecutionModeSwitch> _logger;
    private readonly Lock _change = new();
    private volatile ExecutionModeChange _last;

    public ExecutionModeSwitch(
        IOptions<EngineOptions> options, GatewayMetrics metrics, TimeProvider time, ILogger<ExecutionModeSwitch> logger)
    {
        _time = time;
        _logger = logger;
        _last = new(options.Value.ExecutionMode, "options", "start", time.GetUtcNow());
        metrics.ObserveExecutionMode(() => Current);
    }

    /// <summary>Raised after the mode became another one. The next change waits for the listeners: return soon.</summary>
    public event Action<ExecutionMode>? Changed;

    /// <summary>Raised after an operator of this gateway set the mode, even to the one that already was. Return soon.</summary>
    public event Action<ExecutionModeChange>? Ordered;

    public ExecutionMode Current => _last.Mode;

    /// <summary>The last change: who, when and why.</summary>
    public ExecutionModeChange Last => _last;

    /// <summary>What operators did about the mode, here and at the chain's other gateways.</summary>
    public AuditLog Audit { get; } = new();

    /// <summary>Sets the mode, by an operator's order; the current one again changes nothing here but is logged.</summary>
    /// <returns>The mode before.</returns>
    public ExecutionMode Set(ExecutionMode mode, string who, string why)
    {
        lock (_change)
        {
            var change = new ExecutionModeChange(mode, who, why, _time.GetUtcNow());
            var previous = Change_NeedsLock(change);
            Audit.Add(new AuditEntry(change.At, who, previous, mode, why, IsFromHere: true));
            Log.ModeOrdered(_logger, who, previous, mode, why);
            Ordered?.Invoke(change);
            return previous;
        }
    }

    /// <summary>Sets the mode to what was ordered elsewhere.</summary>
    public void Apply(ExecutionModeChange change)
    {
        lock (_change)
        {
            var previous = Change_NeedsLock(change);
            Audit.Add(new AuditEntry(change.At, change.Who, previous, change.Mode, change.Why, IsFromHere: false));
        }
    }

    private ExecutionMode Change_NeedsLock(ExecutionModeChange change)
    {
        var previous = _last.Mode;
        if (change.Mode == previous)
        {
            Log.ModeConfirmed(_logger, change.Mode, change.Who, change.Why);
            return previous;
        }

        _last = change;
        Log.ModeChanged(_logger, change.Mode, previous, change.Who, change.Why);
        Changed?.Invoke(change.Mode);
        return previous;
    }

    private static partial class Log
    {
        [LoggerMessage(
            6001, LogLevel.Warning, "Execution mode is now {Mode}, was {Previous}. Set by {Who}: {Why}.")]
        public static partial void ModeChanged(
            ILogger logger, ExecutionMode mode, ExecutionMode previous, string who, string why);

        [LoggerMessage(
            6003, LogLevel.Information, "Audit: {Who} ordered the execution mode, {Previous} to {Mode}: {Why}.")]
        public static partial void ModeOrdered(
            ILogger logger, string who, ExecutionMode previous, ExecutionMode mode, string why);

        [LoggerMessage(6002, LogLevel.Information, "Execution mode stays {Mode}. Set by {Who}: {Why}.")]
        public static partial void ModeConfirmed(ILogger logger, ExecutionMode mode, string who, string why);
    }
}
