namespace Sidecar.Gateway.Configuration;

internal static partial class OptionCatalog
{
    private static IEnumerable<OptionEntry> Upstreams =>
    [
        new("Local:Url", OptionKind.Url, "--local-url", "Engine API address.") { BoostFlag = "--l2-url" },
        new("Local:JwtSecretPath", OptionKind.File, "--local-jwt-secret-path",
            "File with the JWT secret, 64 hex digits; this or the secret itself is needed.")
        {
            BoostFlag = "--l2-jwt-path",
        },
        new("Local:JwtSecret", OptionKind.Secret, "--local-jwt-secret",
            "The JWT secret itself; other users of the machine may see flags, so prefer the file.")
        {
            BoostFlag = "--l2-jwt-token",
        },
        new("Local:TlsCaPath", OptionKind.File, "--local-tls-ca-path",
            "PEM file with the authorities to trust instead of the machine's, for an https address."),
        new("Local:TlsPins", OptionKind.List, "--local-tls-pin",
            "SHA-256 of the public key that its certificate must have: repeat the flag or use commas."),
        new("Local:Timeout", OptionKind.Milliseconds, "--local-timeout", "Longest wait for an Engine API call.")
        {
            BoostFlag = "--l2-timeout",
        },
        new("Local:PassThroughTimeout", OptionKind.Milliseconds, "--pass-through-timeout",
            "Longest silence of local before or in any other answer."),
        new("Local:PassThroughConnectionsMax", OptionKind.Integer, "--pass-through-connections-max",
            "Most connections for calls that are not part of making a block."),

        new("Builder:Url", OptionKind.Url, "--builder-url", "Engine API address.") { BoostFlag = "--builder-url" },
        new("Builder:JwtSecretPath", OptionKind.File, "--builder-jwt-secret-path",
            "File with the JWT secret, 64 hex digits; this or the secret itself is needed.")
        {
            BoostFlag = "--builder-jwt-path",
        },
        new("Builder:JwtSecret", OptionKind.Secret, "--builder-jwt-secret", "The JWT secret itself.")
        {
            BoostFlag = "--builder-jwt-token",
        },
        new("Builder:TlsCaPath", OptionKind.File, "--builder-tls-ca-path",
            "PEM file with the authorities to trust instead of the machine's, for an https address."),
        new("Builder:TlsPins", OptionKind.List, "--builder-tls-pin",
            "SHA-256 of the public key that its certificate must have: repeat the flag or use commas."),
        new("Builder:Timeout", OptionKind.Milliseconds, "--builder-timeout",
            "The builder's whole share of one getPayload, validation by local included; below the local timeout.")
        {
            BoostFlag = "--builder-timeout",
        },
        new("Builder:IgnoreUnhealthy", OptionKind.Switch, "--builder-ignore-unhealthy",
            "Leave an unhealthy builder alone: no attributes are sent to it.")
        {
            BoostFlag = "--ignore-unhealthy-builders",
        },
    ];

    private static IEnumerable<OptionEntry> EnginePort =>
    [
        new("Engine:Host", OptionKind.Host, "--engine-host", "Address to bind.") { BoostFlag = "--rpc-host" },
        new("Engine:Port", OptionKind.Integer, "--engine-port", "Port to bind; 0 picks a free one.")
        {
            BoostFlag = "--rpc-port",
        },
        new("Engine:ExecutionMode", OptionKind.Word, "--execution-mode",
            "Execution mode at start: the builder's block is answered, only checked, or never asked for.")
        {
            BoostFlag = "--execution-mode",
        },
        new("Engine:RequireJwt", OptionKind.Switch, "--require-jwt",
            "Whether callers must present a JWT; false accepts everybody, as rollup-boost does."),
        new("Engine:JwtSecretPath", OptionKind.File, "--jwt-secret-path",
            "File with the secret of the callers' tokens.")
        {
            DefaultNote = "the secret of local",
        },
        new("Engine:JwtSecret", OptionKind.Secret, "--jwt-secret", "Secret of the callers' tokens.")
        {
            DefaultNote = "the secret of local",
        },
        new("Engine:MethodsWithoutToken", OptionKind.List, "--method-without-token",
            "Methods that work without a token: repeat the flag or use commas; none for an empty list.")
        {
            DefaultNote = string.Join(", ", MethodsWithoutTokenDefault),
        },
        new("Engine:BodyBytesMax", OptionKind.Size, "--body-bytes-max", "Longest request or answer body."),
        new("Engine:BodyBytesWithoutTokenMax", OptionKind.Size, "--body-bytes-without-token-max",
            "Longest request body without a token."),
        new("Engine:BatchMembersMax", OptionKind.Integer, "--batch-members-max", "Most members in a batch."),
        new("Engine:DepthMax", OptionKind.Integer, "--depth-max", "Deepest nesting of a request."),
        new("Engine:ShutdownDrain", OptionKind.Milliseconds, "--shutdown-drain",
            "How old the block that is being made may get while a stop waits for its end."),
        new("Engine:ShutdownTimeout", OptionKind.Milliseconds, "--shutdown-timeout",
            "How long a stop then waits for calls in flight."),
        new("Engine:WarmUpTimeout", OptionKind.Milliseconds, "--warm-up-timeout",
            "How long a gateway that starts may rehearse blocks before it is ready; 0 does not rehearse."),
    ];

    private static IEnumerable<OptionEntry> Rules =>
    [
        new("Selection:Policy", OptionKind.Word, "--selection-policy",
            "The builder's block whenever it is valid, or not when it uses too little gas.")
        {
            BoostFlag = "--block-selection-policy",
        },
        new("Selection:GasUsedFraction", OptionKind.Fraction, "--gas-used-fraction",
            "Local's block is answered when the builder's user gas is below this fraction of its own (gas-used only)."),

        new("Health:PollInterval", OptionKind.Seconds, "--health-poll-interval",
            "How often local and builder are asked for their head.")
        {
            BoostFlag = "--health-check-interval",
        },
        new("Health:PollTimeout", OptionKind.Milliseconds, "--health-poll-timeout", "Longest wait for one poll.")
        {
            DefaultNote = "1s, or the poll interval when that is shorter",
        },
        new("Health:MaxUnsafeInterval", OptionKind.Seconds, "--max-unsafe-interval",
            "Oldest local head that is healthy, and furthest the builder's head may be behind it.")
        {
            BoostFlag = "--max-unsafe-interval",
        },
        new("Health:MissesMax", OptionKind.Integer, "--health-misses-max",
            "Consecutive missed builder payloads that make the builder unhealthy."),
        new("Health:MissAgeMax", OptionKind.Seconds, "--health-miss-age-max",
            "How long missed payloads count when no new one is made."),
        new("Health:ReportBuilder", OptionKind.Switch, "--health-report-builder",
            "Whether an unhealthy builder shows as 206, on which op-conductor may move the leader."),
    ];

    private static IEnumerable<OptionEntry> Limits =>
    [
        new("BoostSync:CallTimeout", OptionKind.Milliseconds, "--boost-sync-call-timeout",
            "Longest wait for one relayed call."),
        new("BoostSync:QueueLengthMax", OptionKind.Integer, "--boost-sync-queue-length-max",
            "Most calls waiting in the builder's lane; the oldest is dropped."),
        new("BoostSync:QueueBytesMax", OptionKind.Size, "--boost-sync-queue-bytes-max",
            "Most bytes waiting in the builder's lane; the oldest is dropped."),
        new("BoostSync:AgeMax", OptionKind.Milliseconds, "--boost-sync-age-max",
            "Oldest call that is still worth sending."),
        new("BoostSync:SameHeadInterval", OptionKind.Milliseconds, "--boost-sync-same-head-interval",
            "Shortest time between two updates that name the same head; a new head is sent at once."),
        new("BoostSync:SyncRetryInterval", OptionKind.Seconds, "--boost-sync-sync-retry-interval",
            "How often a syncing builder is tried when nobody here remembers the blocks it lacks."),
        new("BoostSync:ReplayBlocksMax", OptionKind.Integer, "--boost-sync-replay-blocks-max",
            "Blocks kept to bring a builder that was away up to the head."),
        new("BoostSync:ReplayBytesMax", OptionKind.Size, "--boost-sync-replay-bytes-max",
            "Bytes of blocks kept for that."),
        new("BoostSync:MirrorLengthMax", OptionKind.Integer, "--boost-sync-mirror-length-max",
            "Most mirrored calls (transactions, miner settings) waiting; a new one is dropped."),
        new("BoostSync:MirrorBytesMax", OptionKind.Size, "--boost-sync-mirror-bytes-max",
            "Most bytes of mirrored calls waiting."),
        new("BoostSync:MirrorAgeMax", OptionKind.Seconds, "--boost-sync-mirror-age-max",
            "How long a mirrored call is tried again while the builder is away."),

        new("Builds:CountMax", OptionKind.Integer, "--builds-count-max",
            "Most builds remembered; the oldest goes first."),
        new("Builds:BytesMax", OptionKind.Size, "--builds-bytes-max",
            "Most bytes of answered payloads remembered; the last answer always stays."),
        new("Builds:AgeMax", OptionKind.Seconds, "--builds-age-max", "How long a build is remembered."),
        new("Builds:PayloadAgeMax", OptionKind.Seconds, "--builds-payload-age-max",
            "How long the bytes of an answer are remembered."),
    ];

    private static IEnumerable<OptionEntry> Shared =>
    [
        new("Cluster:ServiceId", OptionKind.Name, "--cluster-service-id",
            "First part of every Redis key; clusters with different ones can use the same Redis."),
        new("Cluster:ClusterId", OptionKind.Name, "--cluster-id",
            "Which silos know each other; silos with different ones share state, not work."),
        new("Cluster:Silo", OptionKind.Word, "--cluster-silo",
            "Whether this gateway hosts grains itself or is a client of separate silos (builds with the Orleans engine)."),
        new("Cluster:GatewayId", OptionKind.Name, "--gateway-id",
            "Name of this gateway, unlike that of every other one.")
        {
            DefaultNote = "host name and engine port, or process id when the port is picked",
        },
        new("Cluster:BuilderId", OptionKind.Name, "--builder-id",
            "Name of the builder, the same at every gateway that uses it."),
        new("Cluster:ChainId", OptionKind.ChainId, "--chain-id", "The chain.")
        {
            DefaultNote = "what local answers to eth_chainId",
        },
        new("Cluster:CallBudget", OptionKind.Milliseconds, "--cluster-call-budget",
            "Longest wait for the cluster inside one call of op-node; below the builder's timeout."),
        new("Cluster:WatchInterval", OptionKind.Milliseconds, "--cluster-watch-interval",
            "How often the cluster is asked for the execution mode and for signs of life."),
        new("Cluster:WriterLease", OptionKind.Seconds, "--cluster-writer-lease",
            "How long the gateway that asked the builder for a block is the only one that writes to it."),
        new("Cluster:WriterGrace", OptionKind.Seconds, "--cluster-writer-grace",
            "How long that gateway goes on writing when it loses the cluster."),
        new("Cluster:StateAgeMax", OptionKind.Seconds, "--cluster-state-age-max",
            "How long builds and decisions are kept."),
        new("Cluster:PayloadAgeMax", OptionKind.Seconds, "--cluster-payload-age-max",
            "How long the bytes of an answer are kept."),

        new("Silo:Address", OptionKind.Host, "--silo-address", "IP address at which others reach this silo; 0.0.0.0 takes the machine's own, for containers.")
        {
            DefaultNote = "what the engine port binds",
        },
        new("Silo:Port", OptionKind.Integer, "--silo-port", "Port for other silos; 0 picks a free one.")
        {
            DefaultNote = "a free one on a loopback address, else 11111",
        },
        new("Silo:GatewayPort", OptionKind.Integer, "--silo-gateway-port",
            "Port for gateways that are clients; 0 picks a free one.")
        {
            DefaultNote = "a free one on a loopback address, else 30000",
        },

        new("Redis:Endpoints", OptionKind.List, "--redis",
            "Addresses of Redis, or of the Sentinels: repeat the flag or use commas; none keeps all in memory."),
        new("Redis:User", OptionKind.Text, "--redis-user",
            "User to log in as; needs a password, and a build with the Orleans engine."),
        new("Redis:Password", OptionKind.Secret, "--redis-password",
            "Password; other users of the machine may see flags, so prefer the file."),
        new("Redis:PasswordPath", OptionKind.File, "--redis-password-path", "File with the password."),
        new("Redis:Tls", OptionKind.Switch, "--redis-tls", "Whether connections use TLS."),
        new("Redis:TlsCaPath", OptionKind.File, "--redis-tls-ca-path",
            "PEM file with the authorities to trust instead of the machine's."),
        new("Redis:TlsPins", OptionKind.List, "--redis-tls-pin",
            "SHA-256 of the public key that its certificate must have: repeat the flag or use commas."),
        new("Redis:SentinelService", OptionKind.Text, "--redis-sentinel-service",
            "Name of the Redis that Sentinels watch; needs a build with the Orleans engine."),

        new("Breaker:FailuresMax", OptionKind.Integer, "--breaker-failures-max",
            "Consecutive failed builds that open the breaker; 0 never opens it."),
        new("Breaker:OpenFor", OptionKind.Seconds, "--breaker-open-for",
            "How long it stays open before one build is tried; doubles with each try that fails."),
        new("Breaker:OpenForMax", OptionKind.Seconds, "--breaker-open-for-max",
            "Longest time that the doubling ends at."),
    ];

    private static IEnumerable<OptionEntry> OtherPorts =>
    [
        new("Operations:Host", OptionKind.Host, "--operations-host", "Address to bind.") { BoostFlag = "--debug-host" },
        new("Operations:Port", OptionKind.Integer, "--operations-port", "Port to bind; 0 picks a free one.")
        {
            BoostFlag = "--debug-server-port",
        },
        new("Operations:Token", OptionKind.Secret, "--operations-token",
            "Bearer token that callers must present; this or the file is needed when the address is not a loopback one."),
        new("Operations:TokenPath", OptionKind.File, "--operations-token-path", "File with that token."),

        new("Metrics:Enabled", OptionKind.Switch, "--metrics", "Whether the port is open.") { BoostFlag = "--metrics" },
        new("Metrics:Host", OptionKind.Host, "--metrics-host", "Address to bind.") { BoostFlag = "--metrics-host" },
        new("Metrics:Port", OptionKind.Integer, "--metrics-port", "Port to bind; 0 picks a free one.")
        {
            BoostFlag = "--metrics-port",
        },

        new("Tracing:Enabled", OptionKind.Switch, "--tracing", "Whether traces are exported.") { BoostFlag = "--tracing" },
        new("Tracing:Endpoint", OptionKind.Url, "--otlp-endpoint", "The collector.") { BoostFlag = "--otlp-endpoint" },
        new("Tracing:Protocol", OptionKind.Word, "--otlp-protocol", "How it is spoken to."),
        new("Tracing:SampleFraction", OptionKind.Fraction, "--tracing-sample-fraction",
            "Part of the builds that is traced, the same ones by all gateways."),
        new("Tracing:ServiceName", OptionKind.Text, "--tracing-service-name", "What the traces say they are from.")
        {
            BoostVariable = "OTEL_SERVICE_NAME",
        },
        new("Tracing:PassTraceparent", OptionKind.Switch, "--tracing-pass-traceparent",
            "Whether a caller's traceparent reaches local with calls that are passed through."),

        new("Log:Level", OptionKind.Word, "--log-level", "Least level written.") { BoostFlag = "--log-level" },
        new("Log:Format", OptionKind.Word, "--log-format", "Shape of a log line.") { BoostFlag = "--log-format" },
        new("Log:File", OptionKind.File, "--log-file", "File to append to instead of standard output.")
        {
            BoostFlag = "--log-file",
        },
    ];
}
