using Microsoft.Playwright;
using Sidecar.EndToEnd.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Sidecar.Page.Tests;

/// <summary>What holds for the page as a whole: nobody else is asked, keys reach everything, a lost gateway is told of.</summary>
[Trait("Category", "E2E")]
[Collection(BrowserTests.Name)]
public sealed class FrameTests(BrowserFixture browser)
{
    private const int BytesMax = 300 * 1024;

    private static readonly string[] Views = ["Blocks", "Builders", "Cluster", "Health", "Mode", "Grains"];

    [Fact]
    public async Task Page_AllViews_AskTheGatewayAloneAndAreSmall()
    {
        await using var rig = await BuildRig.StartAsync();
        await rig.OpNode.MakeBlocksAsync(2);
        await using var page = await OpenPage.StartAsync(browser, rig.Gateway.OperationsUrl);
        await page.WaitUntilLiveAsync();

        foreach (var view in Views)
        {
            await page.ShowAsync(view);
        }

        long bytes = 0;
        foreach (var file in page.Responses.Where(response => !response.Url.Contains("/api/", StringComparison.Ordinal)))
        {
            Assert.Equal(200, file.Status);
            bytes += (await file.BodyAsync()).Length;
        }

        Assert.Empty(page.Strangers());
        Assert.Empty(page.Errors);
        Assert.InRange(bytes, 10_000, BytesMax);
    }

    [Fact]
    public async Task Tabs_ByArrowKeys_SelectTheirViews()
    {
        await using var rig = await BuildRig.StartAsync();
        await using var page = await OpenPage.StartAsync(browser, rig.Gateway.OperationsUrl);
        await page.WaitUntilLiveAsync();

        await page.Page.Keyboard.PressAsync("Tab");
        await Expect(page.Page.GetByText("Skip to the view")).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Tab");
        await Expect(page.Page.Locator("#tab-blocks")).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Page.Locator("#tab-builders")).ToBeFocusedAsync();
        await Expect(page.Page.Locator("#view-builders")).ToBeVisibleAsync();
        await page.Page.Keyboard.PressAsync("End");
        await Expect(page.Page.Locator("#view-grains")).ToBeVisibleAsync();
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Page.Locator("#view-blocks")).ToBeVisibleAsync();
        await page.Page.Keyboard.PressAsync("Tab");
        await Expect(page.Page.Locator("#view-blocks")).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Tab");
        await Expect(page.Page.Locator("#block-source")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Views_ForAScreenReader_HaveNamesForEverything()
    {
        await using var rig = await BuildRig.StartAsync();
        await rig.OpNode.MakeBlocksAsync(3);
        await using var page = await OpenPage.StartAsync(browser, rig.Gateway.OperationsUrl);
        await page.WaitUntilLiveAsync();

        foreach (var view in Views)
        {
            await page.ShowAsync(view);
            Assert.Empty(await NamelessAsync(page));
        }

        await page.Page.GetByRole(AriaRole.Tab, new() { Name = "Mode", Exact = true }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Change the mode…" }).ClickAsync();
        Assert.Empty(await NamelessAsync(page));
        Assert.Equal(1, await page.Page.Locator("main").CountAsync());
        Assert.Equal(1, await page.Page.Locator("h1").CountAsync());
        Assert.Equal("en", await page.Page.Locator("html").GetAttributeAsync("lang"));
        Assert.Equal("polite", await page.Page.Locator("#announcer").GetAttributeAsync("aria-live"));
    }

    [Fact]
    public async Task Gateway_GoneAndBack_IsToldOfAndFollowedAgain()
    {
        await using var rig = await ClusterRig.StartAsync("a1");
        await rig.A.MakeBlockAsync(rig["a1"]);
        await using var page = await OpenPage.StartAsync(browser, rig["a1"].Process.OperationsUrl);
        await page.WaitUntilLiveAsync();

        await rig["a1"].KillAsync();
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Reconnecting since");
        await Expect(page.Page.Locator("#connection-badge")).ToHaveTextAsync("reconnecting");
        await Expect(page.Page.Locator("table.blocks tbody tr")).ToHaveCountAsync(1);
        await page.ScreenshotAsync("Blocks-reconnecting");
        rig["a1"].StartAgain();
        await rig["a1"].WaitUntilJoinedAsync();

        await page.WaitUntilLiveAsync();
        await Expect(page.Page.GetByRole(AriaRole.Alert)).Not.ToBeVisibleAsync();
        await rig.A.MakeBlockAsync(rig["a1"]);
        await Expect(page.Page.Locator("table.blocks tbody tr")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Access_Lost_IsToldOfAndNotAskedForAgainAndAgain()
    {
        await using var rig = await BuildRig.StartAsync();
        await using var page = await OpenPage.StartAsync(browser, rig.Gateway.OperationsUrl);
        await page.WaitUntilLiveAsync();
        await page.Page.RouteAsync("**/api/v1/**", route => route.FulfillAsync(new() { Status = 401 }));

        await page.Page.ReloadAsync();

        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("No access");
        await Expect(page.Page.Locator("#connection-badge")).ToHaveTextAsync("no access");
    }

    /// <summary>Controls without a name, tables without caption or header scopes, pictures without a text, ids used twice.</summary>
    private static Task<string[]> NamelessAsync(OpenPage page) => page.Page.EvaluateAsync<string[]>(
        """
        () => {
          const wrong = [];
          const isShown = (node) => node.checkVisibility();
          const nameOf = (node) => (node.getAttribute('aria-label') ?? '').trim() || [...(node.labels ?? [])].map((label) => label.textContent.trim()).join(' ')
            || (node.getAttribute('aria-labelledby') ?? '').split(' ').filter(Boolean).map((id) => document.getElementById(id)?.textContent ?? '').join(' ').trim()
            || (['BUTTON', 'A', 'SUMMARY'].includes(node.tagName) ? node.textContent.trim() : '');
          for (const node of document.querySelectorAll('button, a, input, select, textarea, summary, dialog, [role="tabpanel"], [role="tablist"], [role="region"], [role="img"], nav')) {
            if (isShown(node) && !nameOf(node)) wrong.push(`no name: ${node.outerHTML.slice(0, 80)}`);
          }
          for (const table of document.querySelectorAll('table')) {
            if (!table.caption?.textContent.trim()) wrong.push(`no caption: ${table.outerHTML.slice(0, 80)}`);
            for (const head of table.querySelectorAll('th')) if (!head.scope) wrong.push(`no scope: ${head.textContent}`);
          }
          for (const picture of document.querySelectorAll('svg:not([aria-hidden]):not([role="img"])')) wrong.push(`no role: ${picture.outerHTML.slice(0, 80)}`);
          const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);
          for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) wrong.push(`twice: ${id}`);
          for (const node of document.querySelectorAll('[tabindex]')) if (Number(node.getAttribute('tabindex')) > 0) wrong.push(`out of order: ${node.id}`);
          return wrong;
        }
        """);
}
