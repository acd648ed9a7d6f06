using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Hosting;
using Sidecar.Silo;

var configuration = GatewayConfiguration.LoadSilo(
    args, EnvironmentReader.OfProcess(), Directory.GetCurrentDirectory(), Console.Out, Console.Error);
return configuration.Settings is { } settings
    ? await GatewayProcess.RunAsync(settings, () => SiloHost.Build(settings), SiloHost.AddressesOf)
    : configuration.ExitCode!.Value;
