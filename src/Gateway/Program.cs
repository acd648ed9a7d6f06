using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Doctor;
using Sidecar.Gateway.Hosting;
using Sidecar.Gateway.Upstream.Http1;

if (args is [DoctorCommand.Verb, .. var rest])
{
    var doctor = new DoctorCommand(Console.Out, Console.Error, TimeProvider.System);
    return await doctor.RunAsync(rest, EnvironmentReader.OfProcess(), Directory.GetCurrentDirectory());
}

if (args is [HealthCheckCommand.Verb, .. var options])
{
    return await HealthCheckCommand.RunAsync(
        options, "Sidecar.Gateway", "http://127.0.0.1:8081/readyz", Console.Out, Console.Error);
}

InlineSockets.UseInProcess();
var configuration = GatewayConfiguration.Load(
    args, EnvironmentReader.OfProcess(), Directory.GetCurrentDirectory(), Console.Out, Console.Error);
return configuration.Settings is { } settings ? await GatewayProcess.RunAsync(settings) : configuration.ExitCode!.Value;
