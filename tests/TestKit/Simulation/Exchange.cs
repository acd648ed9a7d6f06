using Microsoft.AspNetCore.Http;

namespace Sidecar.TestKit;

/// <summary>One call on its way to an answer.</summary>
internal sealed class Exchange(RpcRequest request, HttpContext http)
{
    public RpcRequest Request => request;

    public FaultRule? Rule { get; set; }

    public RpcAnswer? Answer { get; set; }

    public FaultScope Scope => new(request.Call, http, Rule?.Cleared ?? CancellationToken.None);

    public void Complete(int status, int recordedBytesMax)
    {
        var fits = Answer is { } answer && answer.Json.Length <= recordedBytesMax;
        request.Call.Complete(new(status, fits ? Answer : null));
    }
}
