using System.Text.Json;

namespace Sidecar.Gateway.Doctor.Upstreams;

/// <summary>What came back, or why nothing did.</summary>
internal sealed record ProbeReply
{
    public ProbeFailure Failure { get; init; }

    /// <summary>0 without an answer.</summary>
    public int StatusCode { get; init; }

    /// <summary>The Date header.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>When we asked, by our clock.</summary>
    public DateTimeOffset AskedAt { get; init; }

    public TimeSpan Elapsed { get; init; }

    /// <summary>The body, if it is no JSON-RPC.</summary>
    public string Text { get; init; } = "";

    /// <summary>The result; null without one, and Null if that is what it is.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>Code of a JSON-RPC error.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>Message of a JSON-RPC error.</summary>
    public string? ErrorMessage { get; init; }

    public bool IsRpc => Result is not null || ErrorCode is not null;

    /// <summary>Whether the transport worked and the HTTP status is 200.</summary>
    public bool IsAnswered => Failure == ProbeFailure.None && StatusCode == StatusCodes.Status200OK;
}
