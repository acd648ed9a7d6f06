namespace Orleans.Embedded.Tests;

public interface IFragileGrain : IGrainWithStringKey
{
    Task Ping();

    Task PingOrLeave(CancellationToken cancellationToken);

    Task LeaveBadly();
}
