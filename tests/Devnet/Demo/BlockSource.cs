namespace Sidecar.Devnet.Demo;

/// <summary>Whose block was answered and, when it is local's, why.</summary>
internal sealed record BlockSource(string Source, string Reason)
{
    public bool IsBuilder => Source == "builder";
}
