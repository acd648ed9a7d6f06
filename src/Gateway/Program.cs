using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Hosting;

var environment = EnvironmentVariables.Read();
var configuration = GatewayConfiguration.Load(args, environment, Directory.GetCurrentDirectory(), Console.Out, Console.Error);
return configuration.Settings is { } settings ? await GatewayProcess.RunAsync(settings) : configuration.ExitCode!.Value;
