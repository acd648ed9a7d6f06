namespace Sidecar.Gateway.Page.Api;

/// <summary>An answer of the API.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Value">What is written as JSON.</param>
internal sealed record ApiResult(int StatusCode, object Value)
{
    public static ApiResult Of(object value) => new(StatusCodes.Status200OK, value);

    public static ApiResult Error(int statusCode, string message) => new(statusCode, new ErrorView(message));
}
