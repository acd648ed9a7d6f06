namespace Sidecar.Gateway.Engine;

/// <summary>What was learned about the kind of client that local is.</summary>
internal sealed class LocalTraits
{
    private volatile bool _sendsParentBeaconBlockRoot;

    /// <summary>Whether local's getPayload envelopes carry OP's parentBeaconBlockRoot.</summary>
    public bool SendsParentBeaconBlockRoot => _sendsParentBeaconBlockRoot;

    /// <summary>Learns from one of local's envelopes.</summary>
    public void Learn(PayloadEnvelope envelope)
    {
        if (envelope.ParentBeaconBlockRoot is not null)
        {
            _sendsParentBeaconBlockRoot = true;
        }
    }
}
