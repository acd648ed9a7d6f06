using Orleans.Hosting;

namespace Orleans.Embedded.Tests.Registration;

public sealed class RegistrationTests
{
    [Fact]
    public void Register_WrongGrains_SaysAllThatIsWrong()
    {
        var refused = Assert.Throws<InvalidOperationException>(
            () => Start(grains => grains.AddGrain<WrongGrain>().AddGrain<CounterGrain>()));

        string[] expected =
        [
            "IWrongGrain.Bytes: parameter 'bytes' of type System.Byte[] is neither [Immutable]",
            "IWrongGrain.Plain: parameter 'state' of type Orleans.Embedded.Tests.Registration.Unmarked needs [Generate",
            "IWrongGrain.Mutable: its result of type Orleans.Embedded.Tests.CounterState is neither [Immutable]",
            "IWrongGrain.TokenFirst: the CancellationToken has to be the last parameter.",
            "IWrongGrain.Synchronous: its result has to be a Task",
            "IWrongGrain.get_Size: a grain interface has only methods",
            "IWrongGrain.Generic: a grain interface has only methods",
            "CounterGrain: no grain storage is named 'store'.",
        ];
        Assert.All(expected, line => Assert.Contains(line, refused.Message, StringComparison.Ordinal));
        Assert.Equal(expected.Length + 1, refused.Message.Split(Environment.NewLine).Length);
    }

    [Fact]
    public void Register_WrongState_IsRefused()
    {
        var refused = Assert.Throws<InvalidOperationException>(
            () => Start(grains => grains.AddGrain<WrongStateGrain>().AddMemoryGrainStorageAsDefault()));

        Assert.Contains("needs a public constructor without parameters", refused.Message, StringComparison.Ordinal);
        Assert.Contains("parameter 'plain' needs [PersistentState", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Register_WrongOptions_AreRefused()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Start(grains =>
        {
            grains.Options.ServiceId = "";
            grains.Options.MaxActivations = 0;
            grains.Options.StateStaleness = TimeSpan.FromSeconds(-1);
        }));

        Assert.Contains("ServiceId", refused.Message, StringComparison.Ordinal);
        Assert.Contains("MaxActivations", refused.Message, StringComparison.Ordinal);
        Assert.Contains("StateStaleness", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetGrain_TwoClassesForAnInterface_TakesTheOneOfTheSameNameOrPrefix()
    {
        await using var host = Start(grains => grains.AddGrain<ProbeGrain>().AddGrain<ReentrantProbeGrain>());

        Assert.Equal("probe/a", host.Grain<IProbeGrain>("a").GetGrainId().ToString());
        var prefix = "Orleans.Embedded.Tests.Reentrant";
        Assert.Equal("reentrantprobe/a", host.Grain<IProbeGrain>("a", prefix).GetGrainId().ToString());
        Assert.Throws<ArgumentException>(() => host.Grain<IProbeGrain>("a", "Orleans"));
        Assert.Throws<ArgumentException>(() => host.Grain<IProbeGrain>("a", "Nothing"));
    }

    [Fact]
    public void Register_ByAssembly_FindsTheGrainClasses()
    {
        var refused = Assert.Throws<InvalidOperationException>(
            () => Start(grains => grains.AddGrains(typeof(CounterGrain).Assembly)));

        Assert.Contains("CounterGrain", refused.Message, StringComparison.Ordinal);
        Assert.Contains("IWrongGrain", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(int?))]
    [InlineData(typeof(string))]
    [InlineData(typeof(DayOfWeek))]
    [InlineData(typeof((int, string)))]
    [InlineData(typeof(System.Collections.Immutable.ImmutableArray<CounterSnapshot>))]
    [InlineData(typeof(CounterSnapshot))]
    [InlineData(typeof(IProbeGrain))]
    public void MessageType_NeedsNoCopy_MayPass(Type type) => Assert.Null(MessageTypes.WhyRefused(type));

    [Theory]
    [InlineData(typeof(object))]
    [InlineData(typeof(List<int>))]
    [InlineData(typeof(IReadOnlyList<int>))]
    [InlineData(typeof(ReadOnlyMemory<byte>))]
    [InlineData(typeof((int, byte[])))]
    [InlineData(typeof(System.Collections.Immutable.ImmutableArray<byte[]>))]
    [InlineData(typeof(CounterState))]
    public void MessageType_WouldNeedACopy_IsRefused(Type type) => Assert.NotNull(MessageTypes.WhyRefused(type));

    private static EmbeddedHost Start(Action<EmbeddedGrainBuilder> configure) => EmbeddedHost.Start(configure);
}
