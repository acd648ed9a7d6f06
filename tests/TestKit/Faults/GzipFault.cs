namespace Sidecar.TestKit;

internal sealed class GzipFault : Fault
{
    internal override HttpAnswer ChangeHttp(HttpAnswer answer) => AnswerWriter.Gzip(answer);
}
