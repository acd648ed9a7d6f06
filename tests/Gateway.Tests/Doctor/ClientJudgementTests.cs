using Sidecar.Gateway.Doctor.Upstreams;

namespace Sidecar.Gateway.Tests.Doctor;

public sealed class ClientJudgementTests
{
    [Theory]
    [InlineData("""[{"code":"OR","name":"op-reth","version":"v2.4.0","commit":"0x00"}]""", "op-reth v2.4.0")]
    [InlineData("""[{"name":"op-reth"},{"name":"other"}]""", "op-reth")]
    [InlineData("""[{"name":7}]""", "")]
    [InlineData("[]", null)]
    [InlineData("[7]", null)]
    [InlineData("{}", null)]
    public void Client_OfAnAnswer_IsTheFirstOfTheList(string json, string? client) =>
        Assert.Equal(client, ClientJudgement.ReadEngine(Sample.Result(json)));

    [Theory]
    [InlineData("op-geth v1.101511.0", "client.ok")]
    [InlineData(" ", "client.untold")]
    [InlineData(null, "client.untold")]
    public void Client_ThatTellsOrNot_IsNoComplaint(string? client, string id) =>
        Assert.Equal(id, ClientJudgement.Judge(client).Kind.Id);
}
