namespace Sidecar.Gateway.Page.Api;

/// <summary>The state of a grain.</summary>
/// <param name="Grain">Its type.</param>
/// <param name="Key">Its key.</param>
/// <param name="State">What it holds.</param>
internal sealed record GrainView<TState>(string Grain, string Key, TState State)
    where TState : class;
