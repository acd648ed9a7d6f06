using System.Globalization;
using System.Text.RegularExpressions;
using Sidecar.Gateway.Tests.Documentation;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Sidecar.Gateway.Tests.Packaging;

/// <summary>A node of a YAML file of ours: looked up by path, read as text.</summary>
internal sealed partial class Yaml(object? node)
{
    public bool IsThere => node is not null;

    public string Text => Convert.ToString(node, CultureInfo.InvariantCulture) ?? "";

    public IEnumerable<string> Keys => Map.Keys.Select(key => (string)key);

    public IEnumerable<Yaml> Items => ((List<object?>?)node ?? []).Select(item => new Yaml(item));

    public IEnumerable<string> Texts => Items.Select(item => item.Text);

    private Dictionary<object, object?> Map => (Dictionary<object, object?>?)node ?? [];

    /// <summary>A member; nothing if any part of the way is missing.</summary>
    public Yaml this[params string[] path] => path.Aggregate(
        this, (found, name) => new Yaml(found.Map.GetValueOrDefault(name)));

    /// <summary>All documents of a file, anchors and merges resolved, and <c>${NAME:-default}</c> replaced.</summary>
    public static IReadOnlyList<Yaml> ReadAll(string path)
    {
        var text = Variable().Replace(Repository.Read(path), match => match.Groups["default"].Value);
        var parser = new MergingParser(new Parser(new StringReader(text)));
        var deserializer = new DeserializerBuilder().Build();
        parser.Consume<YamlDotNet.Core.Events.StreamStart>();
        List<Yaml> documents = [];
        while (parser.Accept<YamlDotNet.Core.Events.DocumentStart>(out _))
        {
            documents.Add(new(deserializer.Deserialize<object?>(parser)));
        }

        return documents;
    }

    [GeneratedRegex(@"\$\{\w+:-(?<default>[^}]*)\}")]
    private static partial Regex Variable();
}
