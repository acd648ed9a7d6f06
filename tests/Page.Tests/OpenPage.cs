using System.Collections.Concurrent;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sidecar.Page.Tests;

/// <summary>The operator's page in a browser of its own, and what the browser had to say about it.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _address;

    private OpenPage(IBrowserContext context, IPage page, Uri address)
    {
        (_context, Page, _address) = (context, page, address);
        page.Request += (_, request) => Requests.Enqueue(request.Url);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Errors.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => Errors.Enqueue(error);
        page.Response += (_, response) => Responses.Enqueue(response);
    }

    public IPage Page { get; }

    public ConcurrentQueue<string> Requests { get; } = [];

    public ConcurrentQueue<string> Errors { get; } = [];

    public ConcurrentQueue<IResponse> Responses { get; } = [];

    /// <summary>The newest row of the blocks' table.</summary>
    public ILocator NewestBlock => Page.Locator("table.blocks tbody tr").First;

    public static async Task<OpenPage> StartAsync(
        BrowserFixture browser, Uri operations, BrowserNewContextOptions? options = null)
    {
        var context = await browser.Browser.NewContextAsync(options ?? new());
        context.SetDefaultTimeout(30_000);
        var page = new OpenPage(context, await context.NewPageAsync(), operations);
        await page.Page.GotoAsync(operations.ToString());
        return page;
    }

    /// <summary>Waits until the page has read everything and listens.</summary>
    public Task WaitUntilLiveAsync() => Expect(Page.Locator("#connection-badge")).ToHaveTextAsync(
        "live", new() { Timeout = 30_000 });

    /// <summary>Selects a view by its tab.</summary>
    public async Task ShowAsync(string tab)
    {
        await Page.GetByRole(AriaRole.Tab, new() { Name = tab, Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Tabpanel, new() { Name = tab, Exact = true })).ToBeVisibleAsync();
    }

    /// <summary>Keeps a picture for whoever looks at the test's output.</summary>
    public Task ScreenshotAsync(string name, bool isWhole = false) => Page.ScreenshotAsync(
        new() { Path = Path.Combine(BrowserFixture.Screenshots, $"{name}.png"), FullPage = isWhole });

    /// <summary>Requests that did not go to the gateway.</summary>
    public IReadOnlyList<string> Strangers() =>
        [.. Requests.Where(url => !url.StartsWith(_address.ToString(), StringComparison.Ordinal)
            && !url.StartsWith("data:", StringComparison.Ordinal))];

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
