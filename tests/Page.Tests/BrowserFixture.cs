using Microsoft.Playwright;

namespace Sidecar.Page.Tests;

/// <summary>One headless Chromium, Debian's, for all tests; eng/need-chromium installs it.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] Programs =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;

    internal IBrowser Browser { get; private set; } = null!;

    /// <summary>Where screenshots go.</summary>
    internal static string Screenshots => Directory.CreateDirectory(Path.Combine(Root(), "artifacts", "page")).FullName;

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Array.Find(Programs, File.Exists)
                ?? throw new InvalidOperationException("There is no Chromium here: run eng/need-chromium."),

            // Tests run as root in containers, where the sandbox cannot.
            Args = ["--no-sandbox", "--disable-dev-shm-usage"],
        });
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.CloseAsync();
        }

        _playwright?.Dispose();
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Sidecar.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
