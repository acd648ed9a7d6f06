using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Endpoint;

internal static class EndpointServices
{
    /// <summary>Adds the engine port. Needs the walks.</summary>
    public static IServiceCollection AddEndpoint(this IServiceCollection services)
    {
        services.TryAddSingleton<CallRouter>();
        services.TryAddSingleton<BatchHandler>();
        services.TryAddSingleton(CreateEndpoint);
        return services;
    }

    private static EngineEndpoint CreateEndpoint(IServiceProvider provider)
    {
        var secret = provider.GetRequiredService<JwtSecrets>().Inbound;
        var verifier = secret is null ? null : new JwtVerifier(secret, provider.GetRequiredService<TimeProvider>());
        var metrics = provider.GetRequiredService<GatewayMetrics>();
        metrics.ObserveTokenSkew(() => verifier?.SkewSeconds);
        return new EngineEndpoint(
            provider.GetRequiredService<IOptions<EngineOptions>>(),
            verifier,
            provider.GetRequiredService<CallRouter>(),
            provider.GetRequiredService<BatchHandler>(),
            provider.GetRequiredService<PassThrough>(),
            provider.GetService<BuilderMirror>(),
            metrics,
            provider.GetRequiredService<ILogger<EngineEndpoint>>());
    }
}
