namespace Orleans.Embedded.Tests;

public interface IStubbornGrain : IGrainWithStringKey
{
    Task Ignore(string gate, CancellationToken cancellationToken);
}
