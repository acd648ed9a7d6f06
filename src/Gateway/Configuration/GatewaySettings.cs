namespace Sidecar.Gateway.Configuration;

/// <summary>What the gateway was told.</summary>
internal sealed record GatewaySettings : ProgramSettings
{
    public GatewaySettings(ProgramSettings settings, JwtSecrets secrets)
        : base(settings) => Secrets = secrets;

    public JwtSecrets Secrets { get; }
}
