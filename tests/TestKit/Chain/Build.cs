namespace Sidecar.TestKit;

/// <summary>A build process: open until its first getPayload, the same sealed block ever after.</summary>
internal sealed class Build(string payloadId, SimulatedBlock parent, BuildAttributes attributes)
{
    public string PayloadId => payloadId;

    public SimulatedBlock Parent => parent;

    public BuildAttributes Attributes => attributes;

    public SealedPayload? Sealed { get; set; }
}
