namespace Sidecar.TestKit.Tests.Simulation;

[Trait("Category", "Unit")]
public sealed class CrashTests
{
    [Theory]
    [InlineData(false, 3UL)]
    [InlineData(true, 1UL)]
    public async Task Revive_AfterCrash_ContinuesOnSamePort(bool wipeChain, ulong heightAfterwards)
    {
        await using var client = await SimulatedClient.StartAsync();
        using var driver = new OpNodeDriver(client.Url, client.JwtSecret);
        await driver.MakeBlocksAsync(2);

        client.Crash(wipeChain);
        var whileDown = await driver.CallAsync("eth_chainId");
        await client.ReviveAsync();
        (driver.Head, driver.SafeHash, driver.FinalizedHash) = (null, null, null);
        var block = (await driver.MakeBlockAsync()).EnsureMade();

        Assert.IsType<HttpRequestException>(whileDown.TransportError);
        Assert.Equal(heightAfterwards, block.Number);
    }

    [Fact]
    public async Task Crash_CallInFlight_BreaksItsConnection()
    {
        await using var client = await SimulatedClient.StartAsync();
        using var driver = new OpNodeDriver(client.Url, client.JwtSecret);
        var hang = client.Faults.On("eth_chainId", Fault.Hang());
        var call = driver.CallAsync("eth_chainId");
        await hang.WaitForHitsAsync();

        client.Crash();

        Assert.Equal(0, (await call).Status);
        Assert.Equal(0, (await Assert.Single(client.CallsOf("eth_chainId")).Answered).HttpStatus);
    }

    [Fact]
    public async Task Crash_BuildRunning_ForgetsIt()
    {
        await using var client = await SimulatedClient.StartAsync();
        using var driver = new OpNodeDriver(client.Url, client.JwtSecret);

        var block = await driver.MakeBlockAsync(new()
        {
            BeforeStep = async step =>
            {
                if (step == BlockStep.GetPayload)
                {
                    client.Crash();
                    await client.ReviveAsync();
                }
            },
        });

        Assert.Equal(BlockStep.GetPayload, block.FailedAt);
        Assert.Equal(-38001, block.Calls[BlockStep.GetPayload].ErrorCode);
    }

    [Fact]
    public async Task Revive_TwentyTimes_AnswersEachTime()
    {
        await using var client = await SimulatedClient.StartAsync();
        using var driver = new OpNodeDriver(client.Url, client.JwtSecret);

        for (var round = 0; round < 20; round++)
        {
            Assert.True((await driver.CallAsync("eth_chainId")).Succeeded);
            client.Crash();
            await client.ReviveAsync();
        }
    }
}
