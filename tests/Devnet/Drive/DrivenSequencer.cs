using Sidecar.TestKit;

namespace Sidecar.Devnet.Drive;

/// <summary>A sequencer as its op-node sees it: gateways in front of one execution client, one of them in use.</summary>
internal sealed class DrivenSequencer(string name, IReadOnlyList<Uri> gateways)
{
    private int _inUse;

    public string Name => name;

    public Uri InUse => gateways[_inUse];

    /// <summary>Number of the last block that it was given.</summary>
    public ulong Given { get; set; }

    /// <summary>Reads <c>a=http://gateway-a1:8081,http://gateway-a2:8081</c>.</summary>
    public static DrivenSequencer Parse(string text)
    {
        var parts = text.Split('=', 2);
        return parts.Length == 2
            ? new DrivenSequencer(parts[0], [.. parts[1].Split(',').Select(url => new Uri(url))])
            : throw new FormatException($"'{text}' is not NAME=URL,URL.");
    }

    /// <summary>Asks the gateway in use, and the others in turn while there is no answer or one of a broken gateway.</summary>
    public async Task<EngineCall> CallAsync(OpNodeDriver opNode, Func<Task<EngineCall>> call)
    {
        for (var tried = 1; ; tried++)
        {
            opNode.Rpc.Url = InUse;
            var answer = await call();
            if ((answer.TransportError is null && answer.Status < 500) || tried == gateways.Count)
            {
                return answer;
            }

            _inUse = (_inUse + 1) % gateways.Count;
        }
    }
}
