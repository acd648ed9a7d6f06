namespace Sidecar.Page.Tests;

/// <summary>Tests that share the browser, one after the other: two cores are few.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser";
}
