using System.Text;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>A request as a <see cref="ScriptedServer"/> received it.</summary>
internal sealed record ScriptedRequest(byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    public string Text => Encoding.UTF8.GetString(Body);
}
