namespace Sidecar.Gateway.Upstream;

/// <summary>The two roles an upstream can have. A metric tag.</summary>
internal enum UpstreamName
{
    /// <summary>The sequencer's own execution client.</summary>
    Local,

    /// <summary>The external builder.</summary>
    Builder,
}
