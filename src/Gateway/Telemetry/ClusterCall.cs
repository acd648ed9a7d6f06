namespace Sidecar.Gateway.Telemetry;

/// <summary>A call to a grain. A metric tag.</summary>
internal enum ClusterCall
{
    /// <summary>A build is recorded.</summary>
    Open,

    /// <summary>A build that this gateway does not know is looked up.</summary>
    Find,

    /// <summary>An answer is fixed.</summary>
    Decide,

    /// <summary>A builder's id of a build is recorded with the payload.</summary>
    RecordBuilder,

    /// <summary>Whether attributes may go to the builder.</summary>
    RequestBuild,

    /// <summary>This gateway's sequencer leads, though nothing goes to the builder.</summary>
    ReportLead,

    /// <summary>How the builder took a build is recorded with the builder.</summary>
    RecordBuild,

    /// <summary>How a build at the builder ended.</summary>
    ReportOutcome,

    /// <summary>Whether the builder follows the chain.</summary>
    ReportSync,

    /// <summary>The gateway says that it is there.</summary>
    ReportGateway,

    /// <summary>The gateway stops, and others may write to the builder.</summary>
    ReleaseWriter,

    /// <summary>An operator's change of the execution mode.</summary>
    SetMode,

    /// <summary>The watch reads what holds for all gateways.</summary>
    LookCluster,

    /// <summary>The watch reads what holds for the builder.</summary>
    LookBuilder,

    /// <summary>Blocks made here are told to the other gateways' pages.</summary>
    AddBlocks,
}
