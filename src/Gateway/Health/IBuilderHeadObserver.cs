namespace Sidecar.Gateway.Health;

/// <summary>Is told what each poll of the builder brought.</summary>
internal interface IBuilderHeadObserver
{
    /// <summary>Called on the poller's loop, one call at a time: must return soon.</summary>
    /// <param name="builder">What the builder said.</param>
    /// <param name="localHead">Local's last known head; null if it never told one.</param>
    void OnBuilderPolled(HeadPollResult builder, BlockHead? localHead);
}
