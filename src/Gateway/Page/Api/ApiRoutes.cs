using System.Globalization;
using System.Text.Json.Nodes;
using Sidecar.Contracts.Blocks;
using Sidecar.Contracts.Builders;
using Sidecar.Contracts.Chain;
using Sidecar.Contracts.Payloads;

namespace Sidecar.Gateway.Page.Api;

/// <summary>All operations of the API: what is served, and what openapi.json tells.</summary>
internal sealed class ApiRoutes
{
    public const string Root = "/api/v1";

    private readonly BlockViews _blocks;
    private readonly StatusViews _status;
    private readonly GrainViews _grains;
    private readonly ModeCommand _mode;
    private readonly Lazy<JsonObject> _document;

    public ApiRoutes(BlockViews blocks, StatusViews status, GrainViews grains, ModeCommand mode)
    {
        (_blocks, _status, _grains, _mode) = (blocks, status, grains, mode);
        All = [.. Observing(), .. Changing(), .. Inspecting()];
        _document = new(() => OpenApiDocument.Describe(All));
    }

    public IReadOnlyList<ApiRoute> All { get; }

    private static Dictionary<int, string> GrainErrors { get; } = new()
    {
        [StatusCodes.Status404NotFound] = "Nothing is stored under this key.",
        [StatusCodes.Status503ServiceUnavailable] = "The cluster does not answer, or the chain is not known yet.",
    };

    private IEnumerable<ApiRoute> Observing()
    {
        yield return new(
            HttpMethods.Get, $"{Root}/blocks", "The last blocks of the chain's gateways, newest first.",
            typeof(BlocksView), async (context, _) => ApiResult.Of(
                await _blocks.ReadAsync(LimitIn(context.Request), context.RequestAborted)))
        {
            Query = ("limit", "integer", "At most so many; 500 if left out."),
        };
        yield return new(
            HttpMethods.Get, $"{Root}/blocks/{{payloadId}}", "The blocks answered for one payload id, newest first.",
            typeof(BlocksView), async (context, id) => await _blocks.FindAsync(id, context.RequestAborted))
        {
            Errors = new Dictionary<int, string>
            {
                [StatusCodes.Status400BadRequest] = "Not a payload id.",
                [StatusCodes.Status404NotFound] = "None of the last blocks has this payload id.",
            },
        };
        yield return Get("builders", "The builders: whether they follow, the breaker, the lane, how they did lately.",
            typeof(BuildersView), _status.Builders);
        yield return new(
            HttpMethods.Get, $"{Root}/cluster", "What the gateways share: engine, gateways, sequencers, the writer.",
            typeof(ClusterView), async (context, _) => ApiResult.Of(
                await _status.ClusterAsync(context.RequestAborted)));
        yield return Get("health", "The verdict of /healthz with the facts behind it.", typeof(HealthView), _status.Health);
        yield return Get(
            "openapi.json", "This document.", typeof(JsonObject), () => _document.Value);
    }

    private IEnumerable<ApiRoute> Changing()
    {
        yield return new(
            HttpMethods.Get, $"{Root}/mode", "The execution mode, who set it, and what operators did lately.",
            typeof(ModeView), async (context, _) => ApiResult.Of(await _mode.ReadAsync(context.RequestAborted)));
        yield return new(
            HttpMethods.Post, $"{Root}/mode", "Sets the execution mode, with a reason for the audit.",
            typeof(ModeView), (context, _) => _mode.RunAsync(context))
        {
            BodyType = typeof(ModeOrder),
            Errors = new Dictionary<int, string>
            {
                [StatusCodes.Status400BadRequest] = "The body is not such an order; the error says what is wrong.",
                [StatusCodes.Status413PayloadTooLarge] = "The body is too long.",
                [StatusCodes.Status415UnsupportedMediaType] = "The content type is not JSON.",
            },
        };
    }

    private IEnumerable<ApiRoute> Inspecting()
    {
        yield return new(
            HttpMethods.Get, $"{Root}/grains/payloads/{{payloadId}}", "The state of a payload grain.",
            typeof(GrainView<PayloadState>), (context, id) => PayloadIds.TryRead(id, out var payload)
                ? _grains.PayloadAsync(payload, context.RequestAborted)
                : ValueTask.FromResult(ApiResult.Error(StatusCodes.Status400BadRequest, "Not a payload id.")))
        {
            Errors = With(StatusCodes.Status400BadRequest, "Not a payload id."),
        };
        yield return new(
            HttpMethods.Get, $"{Root}/grains/builders/{{builderId}}", "The state of a builder grain.",
            typeof(GrainView<BuilderState>), (context, id) => _grains.BuilderAsync(id, context.RequestAborted))
        {
            Errors = GrainErrors,
        };
        yield return new(
            HttpMethods.Get, $"{Root}/grains/cluster", "The state of the cluster grain.",
            typeof(GrainView<ClusterState>), (context, _) => _grains.ClusterAsync(context.RequestAborted))
        {
            Errors = GrainErrors,
        };
        yield return new(
            HttpMethods.Get, $"{Root}/grains/blocks/{{number}}", "The state of the block page that a number is on.",
            typeof(GrainView<BlockPageState>),
            (context, text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? _grains.BlocksAsync(number, context.RequestAborted)
                : ValueTask.FromResult(ApiResult.Error(StatusCodes.Status400BadRequest, "Not a block number.")))
        {
            Errors = With(StatusCodes.Status400BadRequest, "Not a block number."),
        };
    }

    private static ApiRoute Get(string name, string summary, Type viewType, Func<object> read) =>
        new(HttpMethods.Get, $"{Root}/{name}", summary, viewType, (_, _) => ValueTask.FromResult(ApiResult.Of(read())));

    private static Dictionary<int, string> With(int statusCode, string when) =>
        new(GrainErrors) { [statusCode] = when };

    private static int LimitIn(HttpRequest request) =>
        int.TryParse(request.Query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? limit
            : int.MaxValue;
}
