using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Embedded.Tests.Calls;

/// <summary>What passes through a call, and what does not.</summary>
public sealed class CallShapeTests : IAsyncLifetime
{
    private static readonly AsyncLocal<string?> Ambient = new();
    private readonly EmbeddedHost _host = EmbeddedHost.Start(grains => grains.AddGrain<ShapesGrain>());
    private readonly IShapesGrain _grain;

    public CallShapeTests() => _grain = _host.Grain<IShapesGrain>("some/key");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Call_EveryReturnType_Answers()
    {
        await _grain.NoResult();
        await _grain.ValueNoResult();

        Assert.Equal(7, await _grain.Number(7));
        Assert.Equal(8, await _grain.ValueNumber(8));
        Assert.Equal("inherited", await _grain.Inherited());
    }

    [Fact]
    public async Task Call_ImmutableArgument_IsTheSameObject()
    {
        var message = new CounterSnapshot(1, "etag", true);

        Assert.Same(message, await _grain.Echo(message));
    }

    [Fact]
    public async Task Call_GrainThrows_CallerGetsThatException()
    {
        var early = await Assert.ThrowsAsync<KeyNotFoundException>(() => _grain.ThrowAtOnce());
        var late = await Assert.ThrowsAsync<KeyNotFoundException>(() => _grain.ThrowLater());

        Assert.Equal("at once", early.Message);
        Assert.Equal("later", late.Message);
    }

    [Fact]
    public async Task Call_CallersExecutionContext_DoesNotFlow()
    {
        Ambient.Value = "caller";

        var seen = await _grain.Read(new AmbientReader(() => Ambient.Value));

        Assert.Null(seen);
        Assert.Equal("caller", Ambient.Value);
    }

    [Fact]
    public async Task Grain_ItsKeyAndReference_AreThoseAskedFor()
    {
        Assert.Equal("some/key", await _grain.Key());
        Assert.Equal("some/key", _grain.GetPrimaryKeyString());
        Assert.Equal("shapes/some/key", _grain.GetGrainId().ToString());
        Assert.Equal(_grain, _host.Grain<IShapesGrain>("some/key"));
        Assert.NotEqual(_grain, _host.Grain<IShapesGrain>("other"));
    }

    [Fact]
    public void Grain_MadeByATest_SaysThatItHasNoKey()
    {
        var grain = new ShapesGrain(new ServiceCollection().BuildServiceProvider());

        Assert.Throws<InvalidOperationException>(() => grain.GetPrimaryKeyString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void GetGrain_EmptyKey_IsRefused(string key) =>
        Assert.Throws<ArgumentException>(() => _host.Grain<IShapesGrain>(key));

    [Fact]
    public void GetGrain_NobodyImplementsIt_IsRefused() =>
        Assert.Throws<ArgumentException>(() => _host.Grain<IProbeGrain>("a"));
}
