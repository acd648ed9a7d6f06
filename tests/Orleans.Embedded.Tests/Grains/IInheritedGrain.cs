namespace Orleans.Embedded.Tests;

public interface IInheritedGrain : IGrainWithStringKey
{
    Task<string> Inherited();
}
