namespace Orleans.Embedded.Tests;

public sealed class ScopedNoter : IDisposable
{
    private readonly Stage _stage;

    public ScopedNoter(Stage stage)
    {
        _stage = stage;
        _stage.Note("scoped made");
    }

    public void Dispose() => _stage.Note("scoped disposed");
}
