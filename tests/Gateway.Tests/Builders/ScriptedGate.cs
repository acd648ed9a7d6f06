using Sidecar.Contracts;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.Engine;

namespace Sidecar.Gateway.Tests.Builders;

/// <summary>The cluster's leave to write to the builder; the test says what it is.</summary>
internal sealed class ScriptedGate : IBuilderGate
{
    public bool MayFollow { get; set; } = true;

    /// <summary>Answers requests; the default lets every build start.</summary>
    public Func<BuildDigest, ulong, ValueTask<BuildPermission>> Respond { get; set; } =
        static (_, _) => ValueTask.FromResult(BuildPermission.Start());

    public List<(BuildDigest Digest, BuilderBuild Build)> StartedBuilds { get; } = [];

    public List<(BuildDigest Digest, FallbackReason Outcome)> EndedBuilds { get; } = [];

    public ValueTask<BuildPermission> RequestAsync(BuildDigest digest, ulong timestamp) => Respond(digest, timestamp);

    public List<(BuildDigest Digest, ulong Timestamp)> Leading { get; } = [];

    public void Leads(BuildDigest digest, ulong timestamp) => Leading.Add((digest, timestamp));

    public void Started(BuildDigest digest, BuilderBuild build) => StartedBuilds.Add((digest, build));

    public void Ended(BuildDigest digest, FallbackReason outcome) => EndedBuilds.Add((digest, outcome));
}
