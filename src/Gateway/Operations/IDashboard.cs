namespace Sidecar.Gateway.Operations;

/// <summary>The pages of the engine that hosts the grains.</summary>
internal interface IDashboard
{
    /// <summary>Answers a request below <see cref="DashboardEndpoint.Root"/> by somebody who may see them.</summary>
    Task HandleAsync(HttpContext context);
}
