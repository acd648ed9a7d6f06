using System.Text.Json;

namespace Sidecar.Gateway.Page.Api;

/// <summary>Answers requests to the JSON API.</summary>
internal sealed class ApiEndpoint(ApiRoutes routes)
{
    public async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        var method = HttpMethods.IsHead(context.Request.Method) ? HttpMethods.Get : context.Request.Method;
        var path = context.Request.Path.Value!;
        var found = new List<string>();
        foreach (var route in routes.All)
        {
            if (!route.Matches(path, out var value))
            {
                continue;
            }

            if (route.Method == method)
            {
                await WriteAsync(context, await route.RunAsync(context, value));
                return;
            }

            found.Add(route.Method);
        }

        if (found.Count == 0)
        {
            await WriteAsync(context, ApiResult.Error(
                StatusCodes.Status404NotFound, $"No such path; {ApiRoutes.Root}/openapi.json has them."));
            return;
        }

        context.Response.Headers.Allow = string.Join(", ", found);
        await WriteAsync(context, ApiResult.Error(
            StatusCodes.Status405MethodNotAllowed, "This path is not for that method."));
    }

    private static async Task WriteAsync(HttpContext context, ApiResult result)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(result.Value, result.Value.GetType(), ApiJson.Options);
        var response = context.Response;
        response.StatusCode = result.StatusCode;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}
