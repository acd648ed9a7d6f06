using System.Globalization;
using Microsoft.Playwright;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Sidecar.Page.Tests;

/// <summary>Blocks as they happen, on the page of the gateway that answers them and on another one's.</summary>
[Trait("Category", "E2E")]
[Collection(BrowserTests.Name)]
public sealed class BlocksTests(BrowserFixture browser)
{
    [Fact]
    public async Task Page_BlockMadeWhileItIsOpen_ShowsTheBlockAndItsStages()
    {
        await using var rig = await BuildRig.StartAsync();
        await using var page = await OpenPage.StartAsync(browser, rig.Gateway.OperationsUrl);
        await page.WaitUntilLiveAsync();
        await Expect(page.Page.GetByText("No blocks yet.")).ToBeVisibleAsync();

        await rig.OpNode.MakeBlocksAsync(1);
        await page.NewestBlock.GetByRole(AriaRole.Button).ClickAsync();

        var head = rig.OpNode.Head!;
        await Expect(page.NewestBlock).ToContainTextAsync("builder");
        await Expect(page.NewestBlock.GetByRole(AriaRole.Img)).ToHaveAttributeAsync(
            "aria-label", new System.Text.RegularExpressions.Regex("builder getPayload .* ms, validation by local .* ms, decision"));
        var detail = page.Page.GetByRole(AriaRole.Dialog);
        await Expect(detail).ToContainTextAsync(head.Hash);
        await Expect(detail).ToContainTextAsync("builder's acknowledgement");
        await Expect(detail.GetByRole(AriaRole.Heading).First).ToHaveTextAsync(
            string.Create(CultureInfo.InvariantCulture, $"Block {head.Number:N0}"));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Page_Fallback_ShowsTheReasonAndReadsItOut()
    {
        await using var rig = await BuildRig.StartAsync();
        await rig.OpNode.MakeBlocksAsync(1);
        await using var page = await OpenPage.StartAsync(browser, rig.Gateway.OperationsUrl);
        await page.WaitUntilLiveAsync();
        await Expect(page.NewestBlock).ToContainTextAsync("builder");

        using (rig.Builder.Faults.On("engine_getPayload", Fault.HttpStatus(500)))
        {
            await rig.OpNode.MakeBlocksAsync(1);
        }

        await Expect(page.NewestBlock.Locator("td.source")).ToHaveTextAsync("local");
        await Expect(page.NewestBlock.Locator("td.reason")).ToHaveTextAsync("builder error");
        await Expect(page.Page.Locator("#announcer")).ToHaveTextAsync(
            string.Create(CultureInfo.InvariantCulture, $"Block {rig.OpNode.Head!.Number} is local's: builder error."));
        await page.Page.SelectOptionAsync("#block-source", "fallback");
        await Expect(page.Page.Locator("table.blocks tbody tr")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Page_OfAGatewayThatStandsBy_ShowsTheBlocksOfTheOthers()
    {
        await using var rig = await ClusterRig.StartAsync("a1 b1");
        await rig.A.MakeBlockAsync(rig["a1"]);
        await using var page = await OpenPage.StartAsync(browser, rig["b1"].Process.OperationsUrl);
        await page.WaitUntilLiveAsync();
        await Expect(page.Page.Locator("table.blocks tbody tr")).ToHaveCountAsync(1);

        await rig.A.MakeBlockAsync(rig["a1"]);

        await Expect(page.Page.Locator("table.blocks tbody tr")).ToHaveCountAsync(2);
        await Expect(page.NewestBlock.Locator("td.wide").First).ToHaveTextAsync("a1");
    }

    [Fact]
    public async Task Page_RedisGoesAway_SaysThatOthersBlocksAreMissing()
    {
        await using var rig = await ClusterRig.StartAsync("a1");
        await using var page = await OpenPage.StartAsync(browser, rig["a1"].Process.OperationsUrl);
        await page.WaitUntilLiveAsync();

        await rig.Redis.KillAsync();
        await rig.A.MakeBlockAsync(rig["a1"]);

        await Expect(page.Page.GetByText("The cluster does not answer: blocks that other gateways")).ToBeVisibleAsync();
        await Expect(page.Page.Locator("table.blocks tbody tr")).ToHaveCountAsync(1);
        await page.ShowAsync("Cluster");
        await Expect(page.Page.Locator("cluster-view .note")).ToContainTextAsync("goes on alone");
    }

    /// <summary>Only that it keeps up: how fast a machine is does not decide a test.</summary>
    [Fact]
    public async Task Page_MoreThanFiveHundredBlocks_KeepsTheNewestAndStaysUsable()
    {
        await using var rig = await BuildRig.StartAsync();
        await using var page = await OpenPage.StartAsync(browser, rig.Gateway.OperationsUrl);
        await page.WaitUntilLiveAsync();

        await rig.OpNode.MakeBlocksAsync(520);

        await Expect(page.Page.Locator("table.blocks tbody tr")).ToHaveCountAsync(500);
        await Expect(page.NewestBlock.GetByRole(AriaRole.Button)).ToHaveTextAsync("520");
        var updated = await UpdateAllRowsAsync(page);
        await page.ShowAsync("Health");
        await page.ShowAsync("Blocks");

        Assert.Equal(5 * 500, updated);
        Assert.Empty(page.Errors);
    }

    /// <summary>Changes every row five times, as five seconds in which everything is new would, and sees all of it drawn.</summary>
    private static Task<int> UpdateAllRowsAsync(OpenPage page) => page.Page.EvaluateAsync<int>(
        """
        async () => {
          const { state } = await import('/page/store.js');
          const view = document.querySelector('blocks-view');
          let updated = 0;
          for (let round = 1; round <= 5; round++) {
            for (const [key, block] of [...state.blocks]) {
              state.blocks.set(key, { ...block, totalMs: round, gatewayId: `round ${round}` });
            }
            await new Promise(requestAnimationFrame);
            view.render();
            updated += [...view.querySelectorAll('tbody tr')].filter((row) => row.textContent.includes(`round ${round}`)).length;
          }
          return updated;
        }
        """);
}
