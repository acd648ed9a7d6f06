using Microsoft.Playwright;
using Sidecar.EndToEnd.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Sidecar.Page.Tests;

/// <summary>What is stored in the grains, picked by key.</summary>
[Trait("Category", "E2E")]
[Collection(BrowserTests.Name)]
public sealed class GrainTests(BrowserFixture browser)
{
    [Fact]
    public async Task Grains_OfABlock_ShowStateAndHistory()
    {
        await using var rig = await ClusterRig.StartAsync("a1 b1");
        var id = await rig.A.StartKnownBuildAsync(rig["a1"]);
        var hash = ClusterSequencer.HashOf(await rig.A.GetPayloadUntilKeptAsync(rig["a1"], id));
        await using var page = await OpenPage.StartAsync(browser, rig["b1"].Process.OperationsUrl);
        await page.WaitUntilLiveAsync();
        var view = page.Page.Locator("grains-view");

        await page.NewestBlock.GetByRole(AriaRole.Button).ClickAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Look into its payload grain" }).ClickAsync();

        await Expect(view).ToContainTextAsync($"901/{id}");
        await Expect(view).ToContainTextAsync(hash);
        await Expect(view).ToContainTextAsync("Opened by");
        await LookAsync(page, "builders", "builder");
        await Expect(view.Locator("table").First).ToContainTextAsync("a1");
        await LookAsync(page, "cluster", null);
        await Expect(view.Locator("table").First).ToContainTextAsync("b1");
        await LookAsync(page, "blocks", "1");
        await Expect(view).ToContainTextAsync("901/0");
        await LookAsync(page, "payloads", "0x0000000000000bad");
        await Expect(view).ToContainTextAsync("Nothing is stored under this key.");
        await LookAsync(page, "payloads", "nonsense");
        await Expect(view).ToContainTextAsync("Not a payload id.");
    }

    private static async Task LookAsync(OpenPage page, string kind, string? key)
    {
        await page.Page.SelectOptionAsync("#grain-kind", kind);
        if (key is not null)
        {
            await page.Page.FillAsync("#grain-key", key);
        }

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Look", Exact = true }).ClickAsync();
    }
}
