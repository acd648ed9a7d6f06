namespace Sidecar.EndToEnd.Tests.Tracing;

/// <summary>A span as a collector reads it: ids in hex, attributes as text.</summary>
internal sealed record ReceivedSpan(
    string Service, string TraceId, string SpanId, string ParentId, string Name, int Kind, ulong StartNano, ulong EndNano,
    bool IsError, IReadOnlyDictionary<string, string> Attributes)
{
    public string this[string attribute] => Attributes.GetValueOrDefault(attribute, "");

    public override string ToString() =>
        $"{Name} {(EndNano - StartNano) / 1e6:0.0} ms {string.Join(' ', Attributes.Select(pair => $"{pair.Key}={pair.Value}"))}";
}
