using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Doctor;

/// <summary>The verb <c>doctor</c>: examines a set-up and reports.</summary>
internal sealed class DoctorCommand(TextWriter output, TextWriter error, TimeProvider time)
{
    public const string Verb = "doctor";

    /// <summary>Runs it.</summary>
    /// <param name="args">What follows the verb.</param>
    /// <param name="environment">Variables.</param>
    /// <param name="directory">Where relative paths begin.</param>
    /// <returns>0 if all is well or nearly, 1 after an error, 2 for bad usage.</returns>
    public async Task<int> RunAsync(
        IReadOnlyList<string> args, IDictionary<string, string> environment, string directory)
    {
        var arguments = DoctorArguments.Read(args);
        if (arguments.IsHelp)
        {
            await output.WriteLineAsync(DoctorHelp.Text);
            return 0;
        }

        var setup = GatewayConfiguration.Examine(arguments.Rest, environment, directory, out var usageErrors);
        if (setup is null)
        {
            foreach (var sentence in usageErrors)
            {
                await error.WriteLineAsync($"error: {sentence}");
            }

            await error.WriteLineAsync($"Nothing was checked. See {Verb} --help.");
            return GatewayConfiguration.InvalidExitCode;
        }

        if (arguments.IsJson)
        {
            var json = new JsonReport(output);
            await ExamineAsync(setup, arguments, directory, json);
            json.Close();
            return json.Tally.ExitCode;
        }

        var text = new TextReport(output);
        await ExamineAsync(setup, arguments, directory, text);
        text.Close();
        return text.Tally.ExitCode;
    }

    private async Task ExamineAsync(
        ConfigurationExamination setup, DoctorArguments arguments, string directory, IExaminationReport report)
    {
        await using var plan = new CheckPlan(setup, arguments.SendsForkchoice, directory, time);
        var examination = new Examination(report, time);
        await examination.RunAsync(plan.Apart);
        await examination.RunAsync(plan.Together);
    }
}
