namespace Orleans.Embedded.Tests;

public sealed class ProbeGrain(Stage stage) : ProbeGrainBase(stage);
