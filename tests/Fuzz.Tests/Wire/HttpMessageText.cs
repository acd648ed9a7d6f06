namespace Sidecar.Fuzz.Tests.Wire;

/// <summary>A request or an answer, one letter a byte.</summary>
/// <param name="Head">Its first line and headers.</param>
/// <param name="Body">Its body, without chunks.</param>
/// <param name="IsWhole">False if the connection ended before.</param>
internal sealed record HttpMessageText(string Head, string Body, bool IsWhole)
{
    public int Status => int.Parse(Head.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
}
