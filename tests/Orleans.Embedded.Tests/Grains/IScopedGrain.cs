namespace Orleans.Embedded.Tests;

public interface IScopedGrain : IGrainWithStringKey
{
    Task Leave();
}
