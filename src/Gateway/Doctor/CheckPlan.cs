using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Doctor.Pair;
using Sidecar.Gateway.Doctor.Redis;
using Sidecar.Gateway.Doctor.Setup;
using Sidecar.Gateway.Doctor.Upstreams;

namespace Sidecar.Gateway.Doctor;

/// <summary>All checks that a set-up calls for.</summary>
internal sealed class CheckPlan : IAsyncDisposable
{
    private readonly ConfigurationExamination _setup;
    private readonly bool _sendsForkchoice;
    private readonly TimeProvider _time;
    private readonly ExaminedUpstream? _local;
    private readonly ExaminedUpstream? _builder;
    private readonly RedisProbe? _redis;
    private readonly List<CheckGroup> _apart = [];
    private readonly List<CheckGroup> _together = [];

    public CheckPlan(ConfigurationExamination setup, bool sendsForkchoice, string directory, TimeProvider time)
    {
        (_setup, _sendsForkchoice, _time) = (setup, sendsForkchoice, time);
        _local = Examined(UpstreamTarget.LocalOf(setup));
        _builder = Examined(UpstreamTarget.BuilderOf(setup));
        _redis = setup.Settings.Redis.Endpoints.Count > 0 ? new RedisProbe(setup.Settings.Redis, time) : null;

        _apart.Add(new([
            new ConfigurationCheck(setup), new SecretsCheck(setup, directory), new PortsCheck(setup, time),
        ]));
        AddUpstreams();
        AddRedis();
    }

    /// <summary>Groups that need nothing of each other.</summary>
    public IReadOnlyList<CheckGroup> Apart => _apart;

    /// <summary>Groups on what those have learnt.</summary>
    public IReadOnlyList<CheckGroup> Together => _together;

    public async ValueTask DisposeAsync()
    {
        _local?.Probe.Dispose();
        _builder?.Probe.Dispose();
        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }
    }

    private void AddUpstreams()
    {
        if (_local is not null)
        {
            _apart.Add(new([.. Checks(_local)]));
            _together.Add(new([
                new ChainCheck(
                    _local, _builder, _setup.Settings.Cluster.ChainId, _setup.NameOf("Cluster:ChainId")),
            ]));
        }

        if (_builder is not null)
        {
            _apart.Add(new([.. Checks(_builder)]));
        }

        if (_local is not null && _builder is not null)
        {
            _together.Add(new([
                new BuilderMethodsCheck(_local, _builder), new HeadsCheck(_local, _builder, _setup.Settings),
            ]));
        }
    }

    private void AddRedis()
    {
        if (_redis is null)
        {
            return;
        }

        var facts = new RedisFacts();
        _apart.Add(new([
            new RedisConnectionCheck(_setup, _redis, facts), new RedisVersionCheck(_redis, facts),
            new RedisPersistenceCheck(_redis, facts), new RedisMemoryCheck(facts),
        ]));
        _together.Add(new([new GatewaysCheck(_setup, _redis, facts, _local?.Facts, _time)]));
    }

    private IEnumerable<ICheck> Checks(ExaminedUpstream upstream)
    {
        var (target, probe, facts) = upstream;
        yield return new ReachableCheck(target, probe, facts);
        yield return new ClockCheck(target, facts);
        yield return new AccessCheck(target, facts);
        yield return new ClientCheck(target, probe);
        yield return new HeadCheck(target, probe, facts, _setup.Settings.Health, _time);
        yield return new MethodsCheck(target, probe, facts);
        yield return new SyncCheck(target, probe, facts);
        yield return new BodyCheck(target, probe, _setup.Settings.Engine);
        if (target.IsLocal && _builder is not null)
        {
            yield return new BlockTimeCheck(target, probe, facts, _setup);
        }

        if (_sendsForkchoice)
        {
            yield return new ForkchoiceCheck(target, probe, _time);
        }
    }

    private ExaminedUpstream? Examined(UpstreamTarget? target) =>
        target is null ? null : new(target, new UpstreamProbe(target, _time), new UpstreamFacts());
}
