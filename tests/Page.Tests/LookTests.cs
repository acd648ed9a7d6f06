using Microsoft.Playwright;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Sidecar.Page.Tests;

/// <summary>Every view at two widths and in both schemes: nothing runs off the side, and a picture is kept of each.</summary>
[Trait("Category", "E2E")]
[Collection(BrowserTests.Name)]
public sealed class LookTests(BrowserFixture browser)
{
    private static readonly string[] Views = ["Blocks", "Builders", "Cluster", "Health", "Mode", "Grains"];

    [Fact]
    public async Task Views_AtAllWidths_FitAndArePictured()
    {
        await using var rig = await ClusterRig.StartAsync("a1 a2 b1");
        await MakeBlocksAsync(rig);

        foreach (var (scheme, width) in (IEnumerable<(ColorScheme, int)>)
            [(ColorScheme.Light, 1280), (ColorScheme.Dark, 1280), (ColorScheme.Light, 390), (ColorScheme.Dark, 390)])
        {
            await using var page = await OpenPage.StartAsync(browser, rig["a1"].Process.OperationsUrl, new()
            {
                ColorScheme = scheme,
                ViewportSize = new() { Width = width, Height = width == 390 ? 844 : 800 },
            });
            await page.WaitUntilLiveAsync();
            foreach (var view in Views)
            {
                await page.ShowAsync(view);
                if (view == "Grains")
                {
                    await page.Page.SelectOptionAsync("#grain-kind", "builders");
                    await page.Page.GetByRole(AriaRole.Button, new() { Name = "Look" }).ClickAsync();
                    await Expect(page.Page.Locator("grains-view table").First).ToBeVisibleAsync();
                }

                await page.ScreenshotAsync($"{view}-{scheme}-{width}", isWhole: view != "Blocks");
                Assert.True(await FitsAsync(page), $"{view} is wider than {width} pixels.");
            }

            await page.ShowAsync("Blocks");
            await page.NewestBlock.GetByRole(AriaRole.Button).ClickAsync();
            await page.ScreenshotAsync($"Block-{scheme}-{width}");
            await page.Page.Keyboard.PressAsync("Escape");
            await page.ShowAsync("Mode");
            await page.Page.GetByRole(AriaRole.Button, new() { Name = "Change the mode…" }).ClickAsync();
            await page.ScreenshotAsync($"Order-{scheme}-{width}");
        }
    }

    private static async Task MakeBlocksAsync(ClusterRig rig)
    {
        for (var block = 0; block < 12; block++)
        {
            await rig.A.MakeBlockAsync(rig["a1"], new() { BuildTime = TimeSpan.FromMilliseconds(150) });
        }

        using (rig.Builder.Faults.On("engine_getPayload", Fault.HttpStatus(500)))
        {
            await rig.A.MakeBlockAsync(rig["a2"]);
        }

        await rig.A.MakeBlockAsync(rig["a2"], new() { BuildTime = TimeSpan.FromMilliseconds(150) });
    }

    private static Task<bool> FitsAsync(OpenPage page) => page.Page.EvaluateAsync<bool>(
        "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth");
}
