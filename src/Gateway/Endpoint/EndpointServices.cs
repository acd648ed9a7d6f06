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
        return new EngineEndpoint(
            provider.GetRequiredService<IOptions<EngineOptions>>(),
            secret is null ? null : new JwtVerifier(secret, provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<CallRouter>(),
            provider.GetRequiredService<BatchHandler>(),
            provider.GetRequiredService<PassThrough>(),
            provider.GetService<BuilderMirror>(),
            provider.GetRequiredService<GatewayMetrics>(),
            provider.GetRequiredService<ILogger<EngineEndpoint>>());
    }
}
