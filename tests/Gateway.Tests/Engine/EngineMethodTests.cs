using System.Text;
using Sidecar.Gateway.Engine;

namespace Sidecar.Gateway.Tests.Engine;

public sealed class EngineMethodTests
{
    [Theory]
    [InlineData("engine_getPayloadV1", EngineMethodKind.GetPayload, 1)]
    [InlineData("engine_getPayloadV4", EngineMethodKind.GetPayload, 4)]
    [InlineData("engine_getPayloadV10", EngineMethodKind.GetPayload, 10)]
    [InlineData("engine_newPayloadV2", EngineMethodKind.NewPayload, 2)]
    [InlineData("engine_newPayloadV99", EngineMethodKind.NewPayload, 99)]
    [InlineData("engine_forkchoiceUpdatedV3", EngineMethodKind.ForkchoiceUpdated, 3)]
    [InlineData("engine_forkchoiceUpdatedV4", EngineMethodKind.ForkchoiceUpdated, 4)]
    public void Parse_InterceptedMethod_GivesKindAndVersion(string name, object kind, int version)
    {
        Assert.Equal(new EngineMethod((EngineMethodKind)kind, version), Parse(name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("engine_")]
    [InlineData("engine_getPayload")]
    [InlineData("engine_getPayloadV")]
    [InlineData("engine_getPayloadV0")]
    [InlineData("engine_getPayloadV-1")]
    [InlineData("engine_getPayloadV+4")]
    [InlineData("engine_getPayloadV 4")]
    [InlineData("engine_getPayloadV4 ")]
    [InlineData("engine_getPayloadV04")]
    [InlineData("engine_getPayloadV4\0")]
    [InlineData("engine_getPayloadVx")]
    [InlineData("engine_getPayloadV4x")]
    [InlineData("engine_getPayloadV4.0")]
    [InlineData("engine_getPayloadV99999999999")]
    [InlineData("engine_getPayloadv4")]
    [InlineData("engine_GetPayloadV4")]
    [InlineData("ENGINE_getPayloadV4")]
    [InlineData(" engine_getPayloadV4")]
    [InlineData("xengine_getPayloadV4")]
    [InlineData("engine_getPayloadBodiesByHashV1")]
    [InlineData("engine_getPayloadBodiesByRangeV1")]
    [InlineData("engine_newPayloadWithWitnessV4")]
    [InlineData("engine_forkchoiceUpdatedWithWitnessV3")]
    [InlineData("engine_exchangeCapabilities")]
    [InlineData("engine_getClientVersionV1")]
    [InlineData("engine_getBlobsV1")]
    [InlineData("eth_getPayloadV4")]
    public void Parse_AnyOtherMethod_IsOther(string name)
    {
        Assert.Equal(EngineMethodKind.Other, Parse(name).Kind);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    [InlineData(5, 4)]
    [InlineData(6, 0)]
    [InlineData(0, 0)]
    public void NewPayloadVersionFor_GetPayloadVersion_IsItsPairOrNone(int getPayload, int newPayload)
    {
        Assert.Equal(newPayload, EngineMethod.NewPayloadVersionFor(getPayload));
    }

    private static EngineMethod Parse(string name) => EngineMethod.Parse(Encoding.UTF8.GetBytes(name));
}
