namespace Orleans.Embedded.Tests;

public interface IContestedGrain : IGrainWithStringKey
{
    /// <summary>Lets the rival write each time before it writes itself.</summary>
    Task LoseAgainst(Rival rival);

    Task LoseSlowly(Rival rival, string gate, CancellationToken cancellationToken);
}
