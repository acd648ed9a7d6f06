using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>What a grain knows about where it runs.</summary>
internal sealed record ActivationContext(
    GrainId GrainId, IGrainFactory GrainFactory, IServiceProvider Services, GrainMailbox Mailbox);
