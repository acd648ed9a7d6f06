using System.Text;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>An HTTP answer as it came over a <see cref="RawConnection"/>.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}
