namespace Orleans.Embedded.Tests;

public interface ICrossingGrain : IGrainWithStringKey
{
    Task EnterAndCall(string gate, string other);

    Task Ping();
}
