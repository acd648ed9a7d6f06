namespace Orleans.Embedded.Tests;

public sealed class StubbornGrain(Stage stage) : Grain, IStubbornGrain
{
    public Task Ignore(string gate, CancellationToken cancellationToken) =>
        stage.PassAsync(gate, CancellationToken.None);
}
