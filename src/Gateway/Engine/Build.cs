using Sidecar.Contracts;

namespace Sidecar.Gateway.Engine;

/// <summary>A build process: what was asked for, how the builder took it, and the one answer to it.</summary>
internal sealed class Build(BuildDigest digest, BlockHash parent, PayloadAttributes attributes)
{
    private readonly Lock _lock = new();
    private Task<BuilderBuild> _builder = Task.FromResult(BuilderBuild.Failed(FallbackReason.NoBuilder));
    private bool _builderAsked;

    public BuildDigest Digest => digest;

    /// <summary>The head it builds on.</summary>
    public BlockHash Parent => parent;

    public PayloadAttributes Attributes => attributes;

    /// <summary>Whether nobody knew what was asked for when it was answered: there is a parent and an answer only.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>The attributes as they came; empty if they are not known.</summary>
    public ReadOnlyMemory<byte> RawAttributes { get; init; }

    /// <summary>Local's name for it; null until local has answered.</summary>
    public PayloadId? Id { get; set; }

    /// <summary>The answer, once there is one. Set by the store, before the answer goes out.</summary>
    public Decision? Decision { get; set; }

    /// <summary>When its stages were over, for operators.</summary>
    public BlockTrace Trace { get; } = new();

    /// <summary>One getPayload at a time: a repeated one waits for the first and then finds its answer.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>How the builder took it. Never faults; ends at the latest with the relay's time limit.</summary>
    public Task<BuilderBuild> Builder
    {
        get
        {
            lock (_lock)
            {
                return _builder;
            }
        }
    }

    /// <summary>Whether the builder was asked, whatever came of it.</summary>
    public bool IsBuilderAsked
    {
        get
        {
            lock (_lock)
            {
                return _builderAsked;
            }
        }
    }

    /// <summary>Whether the builder's block may only be checked: the breaker is half open.</summary>
    public bool IsProbe
    {
        get
        {
            lock (_lock)
            {
                return _builder.IsCompletedSuccessfully && _builder.GetAwaiter().GetResult().IsProbe;
            }
        }
    }

    /// <summary>Whether another build has the same parent and attributes that mean the same, however they are written.</summary>
    public bool AsksForTheSameAs(Build other) => parent == other.Parent && attributes.MeansTheSameAs(other.Attributes);

    /// <summary>
    /// Asks the builder unless it is already building this: new attributes would make it start over (op-rbuilder
    /// cancels its running job).
    /// </summary>
    public void AskBuilder(Func<Task<BuilderBuild>> ask)
    {
        lock (_lock)
        {
            var isBuilding = _builderAsked
                && !(_builder.IsCompletedSuccessfully && _builder.GetAwaiter().GetResult().PayloadId is null);
            if (isBuilding || Decision is not null)
            {
                return;
            }

            _builderAsked = true;
            _builder = ask();
        }
    }

    /// <summary>Takes over a build that another gateway has the builder running.</summary>
    public void JoinBuilder(BuilderBuild running)
    {
        lock (_lock)
        {
            if (!_builderAsked)
            {
                _builderAsked = running.PayloadId is not null;
                _builder = Task.FromResult(running);
            }
        }
    }

    /// <summary>Records why the builder is not asked, unless it was asked before.</summary>
    public void LeaveBuilderOut(FallbackReason reason)
    {
        lock (_lock)
        {
            if (!_builderAsked)
            {
                _builder = Task.FromResult(BuilderBuild.Failed(reason));
            }
        }
    }
}
