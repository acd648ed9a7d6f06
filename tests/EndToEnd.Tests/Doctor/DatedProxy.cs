using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Doctor;

/// <summary>A client whose answers carry the date of another clock.</summary>
internal static class DatedProxy
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public static Task<ScriptedServer> StartAsync(SimulatedClient client, TimeSpan ahead) =>
        ScriptedServer.StartAsync((http, request) => ForwardAsync(http, request, client.Url, ahead));

    private static async Task ForwardAsync(HttpContext http, ScriptedRequest request, Uri url, TimeSpan ahead)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, url);
        message.Content = new ByteArrayContent(request.Body);
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.TryAddWithoutValidation("Authorization", request.Headers["Authorization"]);
        using var answer = await Http.SendAsync(message, http.RequestAborted);
        http.Response.StatusCode = (int)answer.StatusCode;
        http.Response.Headers.Date = (DateTimeOffset.UtcNow + ahead).ToString("R");
        await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
