using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Hosting;
using Sidecar.Silo;

if (args is [HealthCheckCommand.Verb, .. var options])
{
    return await HealthCheckCommand.RunAsync(
        options, "Sidecar.Silo", "http://127.0.0.1:5556/readyz", Console.Out, Console.Error);
}

var configuration = GatewayConfiguration.LoadSilo(
    args, EnvironmentReader.OfProcess(), Directory.GetCurrentDirectory(), Console.Out, Console.Error);
return configuration.Settings is { } settings
    ? await GatewayProcess.RunAsync(settings, () => SiloHost.Build(settings), SiloHost.AddressesOf)
    : configuration.ExitCode!.Value;
