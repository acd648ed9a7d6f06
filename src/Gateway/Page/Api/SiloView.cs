namespace Sidecar.Gateway.Page.Api;

/// <summary>A process that hosts grains.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Status">What the members of the cluster hold of it.</param>
internal sealed record SiloView(string Address, string Status);
