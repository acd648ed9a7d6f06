namespace Orleans.Embedded.Tests;

public interface ISelfishGrain : IGrainWithStringKey
{
    Task Ping();
}
