using System.Globalization;
using System.Text;
using Google.Protobuf;

namespace Sidecar.EndToEnd.Tests.Tracing;

/// <summary>Reads the parts of an ExportTraceServiceRequest that the tests look at (opentelemetry-proto, trace/v1).</summary>
internal static class OtlpReader
{
    private const int ErrorStatus = 2;

    public static List<ReceivedSpan> Read(byte[] request)
    {
        List<ReceivedSpan> spans = [];
        foreach (var resourceSpans in Fields(request).Where(field => field.Number == 1))
        {
            var fields = Fields(resourceSpans.Bytes);
            var resource = fields.Where(field => field.Number == 1).SelectMany(field => Fields(field.Bytes));
            var service = Attributes(resource, 1).GetValueOrDefault("service.name", "");
            spans.AddRange(
                from scope in fields
                where scope.Number == 2
                from span in Fields(scope.Bytes)
                where span.Number == 2
                select Span(service, Fields(span.Bytes)));
        }

        return spans;
    }

    private static ReceivedSpan Span(string service, List<Field> fields) => new(
        service, Hex(fields, 1), Hex(fields, 2), Hex(fields, 4), Encoding.UTF8.GetString(Bytes(fields, 5)),
        (int)Number(fields, 6), Number(fields, 7), Number(fields, 8),
        Number(Fields(Bytes(fields, 15)), 3) == ErrorStatus, Attributes(fields, 9));

    private static Dictionary<string, string> Attributes(IEnumerable<Field> fields, int number) => fields
        .Where(field => field.Number == number)
        .Select(field => Fields(field.Bytes))
        .ToDictionary(pair => Encoding.UTF8.GetString(Bytes(pair, 1)), pair => Value(Fields(Bytes(pair, 2))));

    /// <summary>An AnyValue: string, bool or int.</summary>
    private static string Value(List<Field> value) => value switch
    {
        [{ Number: 1 } text] => Encoding.UTF8.GetString(text.Bytes),
        [{ Number: 2 } flag] => flag.Value == 1 ? "true" : "false",
        [{ Number: 3 } number] => ((long)number.Value).ToString(CultureInfo.InvariantCulture),
        _ => "",
    };

    private static string Hex(List<Field> fields, int number) => Convert.ToHexStringLower(Bytes(fields, number));

    private static byte[] Bytes(List<Field> fields, int number) =>
        fields.LastOrDefault(field => field.Number == number)?.Bytes ?? [];

    private static ulong Number(List<Field> fields, int number) =>
        fields.LastOrDefault(field => field.Number == number)?.Value ?? 0;

    private static List<Field> Fields(byte[] message)
    {
        List<Field> fields = [];
        using var input = new CodedInputStream(message);
        uint tag;
        while ((tag = input.ReadTag()) != 0)
        {
            var number = WireFormat.GetTagFieldNumber(tag);
            fields.Add(WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => new(number, input.ReadUInt64(), []),
                WireFormat.WireType.Fixed64 => new(number, input.ReadFixed64(), []),
                WireFormat.WireType.Fixed32 => new(number, input.ReadFixed32(), []),
                _ => new(number, 0, input.ReadBytes().ToByteArray()),
            });
        }

        return fields;
    }

    private sealed record Field(int Number, ulong Value, byte[] Bytes);
}
