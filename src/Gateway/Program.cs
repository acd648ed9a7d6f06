using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Hosting;
using Sidecar.Gateway.Hosting.Transport;

InlineSockets.UseInProcess();

var configuration = GatewayConfiguration.Load(
    args, EnvironmentReader.OfProcess(), Directory.GetCurrentDirectory(), Console.Out, Console.Error);
return configuration.Settings is { } settings ? await GatewayProcess.RunAsync(settings) : configuration.ExitCode!.Value;
