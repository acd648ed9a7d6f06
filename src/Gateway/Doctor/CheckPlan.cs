using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Doctor.Pair;
using Sidecar.Gateway.Doctor.Redis;
using Sidecar.Gateway.Doctor.Setup;
using Sidecar.Gateway.Doctor.Upstreams;

namespace Sidecar.Gateway.Doctor;

/// <summary>All checks that a set-up calls for.</summary>
internal sealed class CheckPlan : IAsyncDisposable
{
    private readonly List<UpstreamProbe> _probes = [];
    private readonly RedisProbe? _redis;

    public CheckPlan(ConfigurationExamination setup, bool sendsForkchoice, string directory, TimeProvider time)
    {
        var settings = setup.Settings;
        List<CheckGroup> apart =
        [
            new([new ConfigurationCheck(setup), new SecretsCheck(setup, directory), new PortsCheck(setup, time)]),
        ];
        var (local, localProbe) = (new UpstreamFacts(), (UpstreamProbe?)null);
        if (setup.IsReadable("Local:Url"))
        {
            var target = Local(setup);
            localProbe = Probe(target, time);
            apart.Add(new([
                .. Checks(target, localProbe, local, setup, sendsForkchoice, time),
                .. settings.Builder.Url is null ? (ICheck[])[] : [new BlockTimeCheck(target, localProbe, local, setup)],
            ]));
        }

        var (builder, builderProbe) = (new UpstreamFacts(), (UpstreamProbe?)null);
        if (Builder(setup) is { } builderTarget)
        {
            builderProbe = Probe(builderTarget, time);
            apart.Add(new([.. Checks(builderTarget, builderProbe, builder, setup, sendsForkchoice, time)]));
        }

        List<CheckGroup> together = [];
        if (localProbe is not null)
        {
            var pair = new PairFacts(local, localProbe, builderProbe is null ? null : builder, builderProbe);
            together.Add(new([new ChainCheck(pair, settings.Cluster.ChainId, setup.NameOf("Cluster:ChainId"))]));
            if (builderProbe is not null)
            {
                together.Add(new([new BuilderMethodsCheck(pair), new HeadsCheck(pair, settings)]));
            }
        }

        if (settings.Redis.Endpoints.Count > 0)
        {
            var redis = new RedisFacts();
            _redis = new RedisProbe(settings.Redis, time);
            apart.Add(new([
                new RedisConnectionCheck(setup, _redis, redis), new RedisVersionCheck(_redis, redis),
                new RedisPersistenceCheck(_redis, redis), new RedisMemoryCheck(redis),
            ]));
            together.Add(new([new GatewaysCheck(setup, _redis, redis, local, time)]));
        }

        (Apart, Together) = (apart, together);
    }

    /// <summary>Groups that need nothing of each other.</summary>
    public IReadOnlyList<CheckGroup> Apart { get; }

    /// <summary>Groups on what those have learnt.</summary>
    public IReadOnlyList<CheckGroup> Together { get; }

    public async ValueTask DisposeAsync()
    {
        _probes.ForEach(probe => probe.Dispose());
        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }
    }

    private static IEnumerable<ICheck> Checks(
        UpstreamTarget target, UpstreamProbe probe, UpstreamFacts facts, ConfigurationExamination setup,
        bool sendsForkchoice, TimeProvider time)
    {
        yield return new ReachableCheck(target, probe, facts);
        yield return new ClockCheck(target, facts);
        yield return new AccessCheck(target, facts);
        yield return new ClientCheck(target, probe);
        yield return new HeadCheck(target, probe, facts, setup.Settings.Health, time);
        yield return new MethodsCheck(target, probe, facts);
        yield return new SyncCheck(target, probe, facts);
        yield return new BodyCheck(target, probe, setup.Settings.Engine);
        if (sendsForkchoice)
        {
            yield return new ForkchoiceCheck(target, probe, time);
        }
    }

    private static UpstreamTarget Local(ConfigurationExamination setup) => new(
        Subjects.Local, setup.Settings.Local.Url, setup.NameOf("Local:Url"), setup.Secrets.Local, SecretOption(setup, "Local"))
    {
        SharesSecret = ShareSecret(setup),
    };

    private static UpstreamTarget? Builder(ConfigurationExamination setup) =>
        setup.Settings.Builder.Url is { } url && setup.IsReadable("Builder:Url")
            ? new(Subjects.Builder, url, setup.NameOf("Builder:Url"), setup.Secrets.Builder, SecretOption(setup, "Builder"))
            {
                SharesSecret = ShareSecret(setup),
            }
            : null;

    private static string SecretOption(ConfigurationExamination setup, string section) =>
        setup.NameOf(setup.IsGiven($"{section}:JwtSecret") ? $"{section}:JwtSecret" : $"{section}:JwtSecretPath");

    private static bool ShareSecret(ConfigurationExamination setup) =>
        setup.Secrets is { Local: { } local, Builder: { } builder } && local.Key.SequenceEqual(builder.Key);

    private UpstreamProbe Probe(UpstreamTarget target, TimeProvider time)
    {
        var probe = new UpstreamProbe(target, time);
        _probes.Add(probe);
        return probe;
    }
}
