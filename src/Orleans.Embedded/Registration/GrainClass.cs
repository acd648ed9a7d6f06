using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded;

/// <summary>A grain class, prepared for making activations.</summary>
internal sealed class GrainClass(
    Type type, GrainType grainType, bool isReentrant, IReadOnlyList<PersistentStateFactory> states)
{
    private readonly ObjectFactory _factory =
        ActivatorUtilities.CreateFactory(type, [.. states.Select(state => state.ParameterType)]);

    public Type Type => type;

    public GrainType GrainType => grainType;

    public bool IsReentrant => isReentrant;

    public IReadOnlyList<PersistentStateFactory> States => states;

    public IActivationState[] CreateStates(ActivationContext context, TimeProvider time) =>
        [.. states.Select(state => state.Create(
            context.GrainId, context.Services.GetRequiredKeyedService<IGrainStorage>(state.StorageName), time))];

    public Grain Create(ActivationContext context, IActivationState[] states) =>
        (Grain)_factory(context.Services, [.. states]);
}
