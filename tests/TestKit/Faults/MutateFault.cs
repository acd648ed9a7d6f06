using System.Text.Json.Nodes;

namespace Sidecar.TestKit;

internal sealed class MutateFault(Func<JsonNode, JsonNode?> mutate, Consistency consistency) : Fault
{
    internal override RpcAnswer Change(RpcAnswer answer)
    {
        if (answer.IsError || JsonNode.Parse(answer.Json.Span) is not { } result)
        {
            return answer;
        }

        var mutated = mutate(result);
        if (mutated is JsonObject envelope && consistency != Consistency.AsIs)
        {
            PayloadRepair.Repair(envelope, consistency);
        }

        return RpcAnswer.Of(mutated);
    }
}
