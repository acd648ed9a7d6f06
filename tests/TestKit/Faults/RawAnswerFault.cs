using System.Text;

namespace Sidecar.TestKit;

internal sealed class RawAnswerFault(int status, string contentType, ReadOnlyMemory<byte> body) : Fault
{
    public RawAnswerFault(int status, string contentType, string body)
        : this(status, contentType, Encoding.UTF8.GetBytes(body))
    {
    }

    internal override Task<RpcAnswer?> InsteadAsync(FaultScope scope) =>
        Task.FromResult<RpcAnswer?>(RpcAnswer.Of(null));

    internal override HttpAnswer ChangeHttp(HttpAnswer answer) => new(status, contentType, body);
}
