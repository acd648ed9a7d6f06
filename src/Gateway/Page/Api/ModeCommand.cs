using System.Text.Json;
using Sidecar.Contracts.Chain;
using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.Operations;

namespace Sidecar.Gateway.Page.Api;

/// <summary>Shows and sets the execution mode.</summary>
internal sealed class ModeCommand(ExecutionModeSwitch mode, ClusterIdentity identity, GrainViews grains)
{
    public const int ReasonLengthMin = 3;
    public const int ReasonLengthMax = 500;

    /// <summary>Longest body of an order.</summary>
    private const int BodyBytesMax = 16 * 1024;

    /// <summary>The mode, with the audit of this gateway and of the cluster if it answers.</summary>
    public async ValueTask<ModeView> ReadAsync(CancellationToken cancellationToken)
    {
        var stored = identity.IsShared ? await grains.TryReadClusterAsync(cancellationToken) : null;
        return View(stored?.Modes ?? []);
    }

    public async ValueTask<ApiResult> RunAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            return ApiResult.Error(StatusCodes.Status415UnsupportedMediaType, "Send application/json.");
        }

        if (await LimitedBody.ReadAsync(context.Request, BodyBytesMax, context.RequestAborted) is not { } body)
        {
            return ApiResult.Error(StatusCodes.Status413PayloadTooLarge, "The body is too long.");
        }

        if (TryRead(body) is not { } order || !ExecutionModeText.TryParse(order.Mode, out var wanted))
        {
            return ApiResult.Error(
                StatusCodes.Status400BadRequest, $"Expected a mode, {ExecutionModeText.Accepted}, and a reason.");
        }

        var reason = new string([.. (order.Reason ?? "").Select(letter => char.IsControl(letter) ? ' ' : letter)]).Trim();
        if (reason.Length is < ReasonLengthMin or > ReasonLengthMax)
        {
            return ApiResult.Error(
                StatusCodes.Status400BadRequest,
                $"The reason has to have {ReasonLengthMin} to {ReasonLengthMax} letters: the audit keeps it.");
        }

        mode.Set(wanted, PageAccess.WhoIs(context), reason);
        return ApiResult.Of(await ReadAsync(context.RequestAborted));
    }

    private ModeView View(IReadOnlyList<ModeChange> stored)
    {
        var last = mode.Last;
        return new(
            last.Mode, last.Who, last.Why, last.At, identity.IsShared, AuditView.Merge(mode.Audit.Read(), stored));
    }

    private static ModeOrder? TryRead(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<ModeOrder>(body, ApiJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
