using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Sidecar.Gateway.Page;
using Sidecar.Gateway.Tests.Documentation;

namespace Sidecar.Gateway.Tests.Page;

public sealed partial class PageAssetsTests
{
    private readonly PageAssets _assets = new();

    [Fact]
    public void Assets_AllTogether_AreSmall() => Assert.InRange(_assets.TotalBytes, 10_000, 300 * 1024);

    [Theory]
    [InlineData("/", "text/html; charset=utf-8")]
    [InlineData("/page/app.js", "text/javascript; charset=utf-8")]
    [InlineData("/page/style.css", "text/css; charset=utf-8")]
    [InlineData("/page/icon.svg", "image/svg+xml")]
    public async Task Asset_Asked_HasTypeAndTag(string path, string type)
    {
        var first = await GetAsync(path);
        var again = await GetAsync(path, first.Headers.ETag.ToString());

        Assert.Equal((200, type, "no-cache"), (first.StatusCode, first.ContentType, first.Headers.CacheControl.ToString()));
        Assert.Equal((304, 0L), (again.StatusCode, again.Body.Length));
    }

    [Theory]
    [InlineData("/page/nothing.js")]
    [InlineData("/page/../appsettings.json")]
    [InlineData("/page/")]
    public async Task Asset_Unknown_IsNotFound(string path) => Assert.Equal(404, (await GetAsync(path)).StatusCode);

    /// <summary>Data reaches the document as text only, and nothing comes from elsewhere.</summary>
    [Fact]
    public void Sources_AllFiles_HaveNoMarkupFromDataAndNoOtherHosts()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/Gateway/Page/Assets")))
        {
            var text = File.ReadAllText(file);

            Assert.DoesNotContain(Markup().Matches(text), match => !IsInComment(text, match.Index));
            Assert.DoesNotContain("https://", text, StringComparison.Ordinal);
            Assert.Empty(OtherHosts().Matches(text));
        }
    }

    [Fact]
    public async Task Imports_OfAllScripts_AreServed()
    {
        var paths = _assets.Paths.ToHashSet();
        foreach (var path in paths.Where(path => path.EndsWith(".js", StringComparison.Ordinal)))
        {
            var text = Encoding.UTF8.GetString(((MemoryStream)(await GetAsync(path)).Body).ToArray());

            Assert.All(Imports().Matches(text), import => Assert.Contains($"/page/{import.Groups[1].Value}", paths));
        }
    }

    private static bool IsInComment(string text, int at) =>
        text[(text.LastIndexOf('\n', at) + 1)..at].TrimStart().StartsWith("//", StringComparison.Ordinal);

    private async Task<HttpResponse> GetAsync(string path, string? known = null)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Path = path;
        context.Request.Headers.IfNoneMatch = known;
        context.Response.Body = new MemoryStream();
        await _assets.HandleAsync(context);
        return context.Response;
    }

    [GeneratedRegex("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function|style=\"")]
    private static partial Regex Markup();

    [GeneratedRegex("http://(?!www\\.w3\\.org/2000/svg)")]
    private static partial Regex OtherHosts();

    [GeneratedRegex("(?:from|import) '\\./([^']+)'")]
    private static partial Regex Imports();
}
