using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Sidecar.Contracts;
using Sidecar.Gateway.Page.Events;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Page.Api;

/// <summary>Describes the API as OpenAPI 3.1, from the routes and the types that are served.</summary>
internal static class OpenApiDocument
{
    public static JsonObject Describe(IReadOnlyList<ApiRoute> routes)
    {
        var schemas = new JsonObject();
        var paths = new JsonObject();
        foreach (var route in routes)
        {
            var operations = paths[route.Path] as JsonObject ?? [];
            paths[route.Path] = operations;
            operations[Lower(route.Method)] = Operation(route, schemas);
        }

        paths[EventStream.Path] = new JsonObject { ["get"] = Stream(schemas) };
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Sidecar operations",
                ["version"] = ProductVersion.Text,
                ["description"] = "What a gateway knows of its blocks, builders and cluster. Durations are in "
                    + "milliseconds unless a name says otherwise.",
            },
            ["security"] = new JsonArray(
                new JsonObject { ["bearer"] = new JsonArray() }, new JsonObject { ["login"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas,
                ["securitySchemes"] = new JsonObject
                {
                    ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" },
                    ["login"] = new JsonObject { ["type"] = "http", ["scheme"] = "basic" },
                },
            },
        };
    }

    /// <summary>The name of a type's schema.</summary>
    public static string NameOf(Type type) => type.IsGenericType
        ? type.GenericTypeArguments[0].Name + type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]
        : type.Name;

    private static JsonObject Operation(ApiRoute route, JsonObject schemas)
    {
        var responses = new JsonObject { ["200"] = Response("The answer.", route.ViewType, schemas) };
        foreach (var (status, when) in route.Errors.OrderBy(error => error.Key))
        {
            responses[status.ToString(CultureInfo.InvariantCulture)] = Response(when, typeof(ErrorView), schemas);
        }

        responses["401"] = new JsonObject { ["description"] = "The token is missing or wrong." };
        responses["403"] = new JsonObject { ["description"] = "The request came by a foreign name or origin." };
        var operation = new JsonObject { ["summary"] = route.Summary, ["responses"] = responses };
        if (Parameters(route) is { Count: > 0 } parameters)
        {
            operation["parameters"] = parameters;
        }

        if (route.BodyType is { } body)
        {
            operation["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = Content("application/json", body, schemas),
            };
        }

        return operation;
    }

    private static JsonArray Parameters(ApiRoute route)
    {
        var parameters = new JsonArray();
        if (route.Variable is { } variable)
        {
            parameters.Add((JsonNode)Parameter(variable, "path", "string", "What to look for.", isRequired: true));
        }

        if (route.Query is var (name, type, meaning))
        {
            parameters.Add((JsonNode)Parameter(name, "query", type, meaning, isRequired: false));
        }

        return parameters;
    }

    private static JsonObject Parameter(string name, string place, string type, string meaning, bool isRequired) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = isRequired,
        ["description"] = meaning,
        ["schema"] = new JsonObject { ["type"] = type },
    };

    private static JsonObject Stream(JsonObject schemas)
    {
        foreach (var (_, viewType) in EventNames.Views)
        {
            Schema(viewType, schemas);
        }

        var events = string.Join(", ", EventNames.Views.Select(known => $"{known.Name} ({NameOf(known.ViewType)})"));
        return new JsonObject
        {
            ["summary"] = "What happens, as server-sent events: " + events + ", and reset when events were missed.",
            ["parameters"] = new JsonArray(
                (JsonNode)Parameter("Last-Event-ID", "header", "string", "Go on after this event.", isRequired: false)),
            ["responses"] = new JsonObject
            {
                ["200"] = new JsonObject
                {
                    ["description"] = "The stream. It ends when the listener does not keep up, or the gateway stops.",
                    ["content"] = new JsonObject
                    {
                        ["text/event-stream"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } },
                    },
                },
                ["503"] = Response("There are too many listeners.", typeof(ErrorView), schemas),
            },
        };
    }

    private static JsonObject Response(string when, Type type, JsonObject schemas) => new()
    {
        ["description"] = when,
        ["content"] = Content("application/json", type, schemas),
    };

    private static JsonObject Content(string mediaType, Type type, JsonObject schemas) => new()
    {
        [mediaType] = new JsonObject { ["schema"] = Schema(type, schemas) },
    };

    private static JsonObject Schema(Type type, JsonObject schemas)
    {
        if (type == typeof(JsonObject))
        {
            return new JsonObject { ["type"] = "object" };
        }

        var name = NameOf(type);
        schemas[name] ??= ApiJson.Options.GetJsonSchemaAsNode(
            type, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Known });
        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    /// <summary>Ids and hashes are written by converters, of which the exporter knows nothing.</summary>
    private static JsonNode Known(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var pattern = type == typeof(PayloadId) ? "^0x[0-9a-f]{16}$"
            : type == typeof(BlockHash) ? "^0x[0-9a-f]{64}$"
            : type == typeof(BuildDigest) ? "^[0-9a-f]{32}$"
            : null;
        if (pattern is null)
        {
            return schema;
        }

        var isNullable = Nullable.GetUnderlyingType(context.TypeInfo.Type) is not null;
        return new JsonObject
        {
            ["type"] = isNullable ? new JsonArray("string", "null") : "string",
            ["pattern"] = pattern,
        };
    }

#pragma warning disable CA1308 // Methods are keys in lower case there.
    private static string Lower(string method) => method.ToLowerInvariant();
#pragma warning restore CA1308
}
