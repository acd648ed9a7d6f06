using System.Globalization;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Doctor.Setup;

/// <summary>What a start would say about the options, and what it would let pass.</summary>
internal sealed class ConfigurationCheck(ConfigurationExamination setup) : ICheck
{
    public string Name => "configuration";

    public string Subject => Subjects.Gateway;

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        List<Finding> findings =
        [
            .. setup.Errors.Select(ConfigurationJudgement.Refused),
            .. setup.Settings.Warnings.Select(ConfigurationJudgement.Doubted),
            .. ConfigurationJudgement.Judge(setup),
        ];
        if (findings.Count == 0)
        {
            findings.Add(ConfigurationJudgement.Fine.Is(string.Create(
                CultureInfo.InvariantCulture, $"{setup.GivenCount} options are given, and fit together.")));
        }

        return Task.FromResult(new CheckResult(findings));
    }
}
