using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>All mailboxes of a process, their limits, and their end.</summary>
internal sealed class GrainCatalog
{
    private readonly ConcurrentDictionary<GrainId, GrainMailbox> _mailboxes = new();
    private volatile bool _isStopping;

    public GrainCatalog(
        GrainRegistry registry,
        EmbeddedGrainOptions options,
        IServiceProvider services,
        TimeProvider time,
        ILogger<GrainCatalog> logger)
    {
        Options = options;
        Services = services;
        Time = time;
        Logger = logger;
        Factory = new EmbeddedGrainFactory(this, registry);
    }

    public EmbeddedGrainOptions Options { get; }

    public IServiceProvider Services { get; }

    public TimeProvider Time { get; }

    public ILogger Logger { get; }

    public IGrainFactory Factory { get; }

    public long Now => Time.GetTimestamp();

    public int Count => _mailboxes.Count;

    /// <summary>Hands the call to the grain's mailbox.</summary>
    public void Post(GrainClass grainClass, in GrainId id, GrainCall call)
    {
        // Calls of running calls still go through while stopping, for only with them can those end.
        if (_isStopping && call.Caller is null)
        {
            throw new SiloUnavailableException($"The process stops: {call.Method.Name} on grain {id} is refused.");
        }

        while (true)
        {
            if (!_mailboxes.TryGetValue(id, out var mailbox))
            {
                MakeRoom();
                mailbox = _mailboxes.GetOrAdd(
                    id, static (id, made) => new(made.Catalog, made.Class, id), (Catalog: this, Class: grainClass));
            }

            if (mailbox.TryPost(call))
            {
                return;
            }
        }
    }

    public GrainMailbox? Find(in GrainId id) => _mailboxes.GetValueOrDefault(id);

    public void Remove(GrainMailbox mailbox) => _mailboxes.TryRemove(new(mailbox.GrainId, mailbox));

    /// <summary>Answers calls that have waited too long and ends activations that nobody has used for long.</summary>
    public void Sweep()
    {
        var tooOld = Before(Options.ResponseTimeout);
        var idleSince = Before(Options.CollectionAge);
        foreach (var (_, mailbox) in _mailboxes)
        {
            mailbox.FailCalls(tooOld, LateCall);
            if (mailbox.LastUsed <= idleSince)
            {
                mailbox.RetireIfIdle(idleSince, ActivationEnds.Idle());
            }
        }
    }

    /// <summary>
    /// Lets running and waiting calls end, then deactivates everything; fails what is left when the token says so.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        try
        {
            while (!_mailboxes.IsEmpty)
            {
                var drained = Task.WhenAll(_mailboxes.Values.Select(mailbox => mailbox.DrainAsync()));
                await drained.WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            foreach (var mailbox in _mailboxes.Values)
            {
                mailbox.FailCalls(long.MaxValue, InterruptedCall);
            }
        }
    }

    private static SiloUnavailableException InterruptedCall(GrainCall call) =>
        new($"The process stopped during {call.Method.Name} on grain {call.Mailbox!.GrainId}.");

    private TimeoutException LateCall(GrainCall call) =>
        new($"{call.Method.Name} on grain {call.Mailbox!.GrainId} did not answer in {Options.ResponseTimeout}.");

    private long Before(TimeSpan age) => Now - (long)(age.TotalSeconds * Time.TimestampFrequency);

    /// <summary>Ends the activations used longest ago when the limit is reached; refuses at twice the limit.</summary>
    private void MakeRoom()
    {
        var excess = _mailboxes.Count + 1 - Options.MaxActivations;
        if (excess <= 0)
        {
            return;
        }

        if (excess > Options.MaxActivations)
        {
            throw new LimitExceededException(
                $"{_mailboxes.Count} activations are busy, twice the limit of {Options.MaxActivations}.");
        }

        // A sixteenth more than needed, so that not every new activation pays for a search.
        var wanted = excess + Options.MaxActivations / 16;
        foreach (var mailbox in _mailboxes.Values.OrderBy(mailbox => mailbox.LastUsed))
        {
            if (mailbox.RetireIfIdle(long.MaxValue, ActivationEnds.Crowded()) && --wanted == 0)
            {
                return;
            }
        }
    }
}
