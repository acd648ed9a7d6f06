using Orleans.Concurrency;

namespace Orleans.Embedded.Tests;

[Reentrant]
public sealed class ReentrantProbeGrain(Stage stage) : ProbeGrainBase(stage);
