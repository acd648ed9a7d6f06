using Sidecar.Contracts;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Doctor.Setup;

internal static class ConfigurationJudgement
{
    public static readonly FindingKind Fine = FindingKind.Ok("configuration.ok");
    public static readonly FindingKind Invalid = FindingKind.Error("configuration.invalid");
    public static readonly FindingKind Doubtful = FindingKind.Warning("configuration.doubtful");
    public static readonly FindingKind NoBuilder = FindingKind.Warning("configuration.no-builder");
    public static readonly FindingKind NotEnabled = FindingKind.Warning("configuration.not-enabled");
    public static readonly FindingKind OpenEngine = FindingKind.Warning("configuration.open-engine");
    public static readonly FindingKind SecretInFlag = FindingKind.Warning("configuration.secret-in-flag");
    public static readonly FindingKind RedisInTheClear = FindingKind.Warning("configuration.redis-in-the-clear");

    private static readonly string[] Secrets =
        ["Local:JwtSecret", "Builder:JwtSecret", "Engine:JwtSecret", "Redis:Password", "Operations:Token"];

    /// <summary>A sentence that stops a start; it says itself what to do after its semicolon.</summary>
    public static Finding Refused(string sentence) => Split(Invalid, sentence, "The gateway does not start: ");

    /// <summary>A sentence that a start only logs.</summary>
    public static Finding Doubted(string sentence) => Split(Doubtful, sentence, "");

    /// <summary>What is allowed and seldom meant.</summary>
    public static IEnumerable<Finding> Judge(ConfigurationExamination setup)
    {
        var settings = setup.Settings;
        if (settings.Builder.Url is null && setup.IsReadable("Builder:Url"))
        {
            yield return NoBuilder.Is(
                "There is no builder: the gateway passes everything through, and all blocks are local's.",
                "give --builder-url and --builder-jwt-secret-path, if that is not what you want.");
        }
        else if (settings.Engine.ExecutionMode != ExecutionMode.Enabled)
        {
            yield return NotEnabled.Is(
                $"The execution mode at start is {WordText.Format(settings.Engine.ExecutionMode)}: "
                + "no block will be the builder's.",
                $"set {setup.NameOf("Engine:ExecutionMode")} to enabled when you want its blocks.");
        }

        if (!settings.Engine.RequireJwt && !BindHost.IsLoopback(settings.Engine.Host))
        {
            yield return OpenEngine.Is(
                $"Whoever reaches {settings.Engine.Host}:{settings.Engine.Port} can drive the sequencer's client: "
                + "no token is asked for.",
                $"remove {setup.NameOf("Engine:RequireJwt")}, or let nobody but op-node reach the port.");
        }

        foreach (var key in Secrets.Where(setup.IsGiven).Where(key => IsFlag(setup.NameOf(key))))
        {
            yield return SecretInFlag.Is(
                $"{setup.NameOf(key)} puts a secret into the list of processes, for every user of the machine to read.",
                Safer(key));
        }

        if (settings.Redis is { Tls: false } redis
            && (setup.IsGiven("Redis:Password") || setup.IsGiven("Redis:PasswordPath"))
            && redis.Endpoints.Any(
                text => RedisEndpoint.TryParse(text, out var endpoint) && !BindHost.IsLoopback(endpoint.Host)))
        {
            yield return RedisInTheClear.Is(
                "The password of Redis crosses the network in the clear.", "use --redis-tls, or a private network.");
        }
    }

    private static string Safer(string key) => key == "Operations:Token"
        ? $"set {OptionCatalog.Get(key).Variable} instead."
        : $"give the file, {OptionCatalog.Get(key + "Path").Flag}.";

    private static bool IsFlag(string origin) => origin.StartsWith("--", StringComparison.Ordinal);

    private static Finding Split(FindingKind kind, string sentence, string introduction)
    {
        var (wrong, fix) = StartSentence.Split(sentence);
        return kind.Is(introduction + wrong, fix);
    }
}
