namespace Sidecar.Gateway.Health;

/// <summary>Asks one execution client for its newest block: <c>eth_getBlockByNumber("latest", false)</c>.</summary>
internal interface IHeadSource
{
    /// <summary>Asks once. The token ends it early; what goes wrong is a value, not an exception.</summary>
    ValueTask<HeadPollResult> PollAsync(CancellationToken cancellationToken);
}
