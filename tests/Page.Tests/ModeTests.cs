using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Sidecar.Page.Tests;

/// <summary>The switch of the execution mode: what an operator is asked for, and what is kept of it.</summary>
[Trait("Category", "E2E")]
[Collection(BrowserTests.Name)]
public sealed class ModeTests(BrowserFixture browser)
{
    private const string Markup = "maintenance <img src=x onerror=alert(1)>";

    [Fact]
    public async Task Mode_Switched_HoldsForBlocksAndIsInTheAudit()
    {
        await using var rig = await BuildRig.StartAsync();
        await using var page = await OpenPage.StartAsync(browser, rig.Gateway.OperationsUrl);
        await page.WaitUntilLiveAsync();
        await page.ShowAsync("Mode");

        await OrderAsync(page, "disabled", Markup);
        await rig.OpNode.MakeBlocksAsync(1);

        var line = page.Page.Locator("mode-view tbody tr").First;
        await Expect(page.Page.Locator(".mode-now")).ToHaveTextAsync("disabled");
        await Expect(page.Page.Locator("#mode-badge")).ToHaveTextAsync("mode: disabled");
        await Expect(line).ToContainTextAsync(Markup);
        await Expect(line).ToContainTextAsync("127.0.0.1");
        Assert.Equal(0, await page.Page.Locator("mode-view img").CountAsync());
        Assert.Equal(1, await rig.Gateway.BlocksAsync("local", "mode_disabled"));
        await rig.Gateway.Process.WaitForLineAsync("Audit: 127.0.0.1 ordered");
    }

    [Fact]
    public async Task Order_WithoutAReason_CannotBeGiven()
    {
        await using var rig = await BuildRig.StartAsync();
        await using var page = await OpenPage.StartAsync(browser, rig.Gateway.OperationsUrl);
        await page.WaitUntilLiveAsync();
        await page.ShowAsync("Mode");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Change the mode…" }).ClickAsync();

        await page.Page.GetByLabel("dry run").CheckAsync();
        await page.Page.GetByLabel("Reason").FillAsync("  ");

        await Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Change to dry run" })).ToBeDisabledAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).Not.ToBeVisibleAsync();
        await Expect(page.Page.Locator(".mode-now")).ToHaveTextAsync("enabled");
    }

    [Fact]
    public async Task Order_ByTheDebugApi_IsShownAndAuditedToo()
    {
        await using var rig = await BuildRig.StartAsync();
        await using var page = await OpenPage.StartAsync(browser, rig.Gateway.OperationsUrl);
        await page.WaitUntilLiveAsync();
        await page.ShowAsync("Mode");
        using var http = new HttpClient();

        using var answer = await http.PostAsJsonAsync(rig.Gateway.OperationsUrl, JsonDocument.Parse(
            """{"jsonrpc":"2.0","id":1,"method":"debug_setExecutionMode","params":[{"execution_mode":"dry_run"}]}""").RootElement);

        await Expect(page.Page.Locator("mode-view tbody tr").First).ToContainTextAsync("debug_setExecutionMode");
        await Expect(page.Page.Locator(".mode-now")).ToHaveTextAsync("dry run");
    }

    [Fact]
    public async Task Token_Configured_IsTheLoginsPasswordAndItsNameIsInTheAudit()
    {
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        await using var gateway = await GatewayUnderTest.StartAsync(local, null, "--operations-token", "open-sesame");
        await using var stranger = await browser.Browser.NewContextAsync();
        var refused = await (await stranger.NewPageAsync()).APIRequest.GetAsync(gateway.OperationsUrl.ToString());
        await using var page = await OpenPage.StartAsync(browser, gateway.OperationsUrl, new()
        {
            HttpCredentials = new() { Username = "alice", Password = "open-sesame" },
        });
        await page.WaitUntilLiveAsync();
        await page.ShowAsync("Mode");

        await OrderAsync(page, "dry run", "trying");

        Assert.Equal(401, refused.Status);
        await Expect(page.Page.Locator("mode-view tbody tr").First).ToContainTextAsync("alice@127.0.0.1");
    }

    private static async Task OrderAsync(OpenPage page, string mode, string reason)
    {
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Change the mode…" }).ClickAsync();
        await page.Page.GetByLabel(mode).CheckAsync();
        await page.Page.GetByLabel("Reason").FillAsync(reason);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = $"Change to {mode}" }).ClickAsync();
    }
}
