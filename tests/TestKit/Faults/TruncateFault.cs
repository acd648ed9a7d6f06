namespace Sidecar.TestKit;

internal sealed class TruncateFault(int bytes) : Fault
{
    internal override HttpAnswer ChangeHttp(HttpAnswer answer) =>
        answer with { Body = answer.Body[..Math.Min(bytes, answer.Body.Length)] };
}
