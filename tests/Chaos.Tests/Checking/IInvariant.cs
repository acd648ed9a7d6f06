using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Checking;

/// <summary>Something that holds in every history, whatever was killed.</summary>
internal interface IInvariant
{
    /// <summary>In lower case with dashes.</summary>
    string Name { get; }

    IEnumerable<Violation> Check(History history, Limits limits);
}
