using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>What a gateway is started with. Started again, it is the same gateway at the same address.</summary>
internal sealed record GatewayLaunch
{
    /// <summary>The gateway that was built with the tests.</summary>
    public static readonly string BuiltProgram = typeof(Gateway.Hosting.GatewayHost).Assembly.Location;

    public required Uri LocalUrl { get; init; }

    public required byte[] LocalSecret { get; init; }

    /// <summary>Null for a gateway without a builder.</summary>
    public Uri? BuilderUrl { get; init; }

    public byte[]? BuilderSecret { get; init; }

    /// <summary>The program's assembly.</summary>
    public string Program { get; init; } = BuiltProgram;

    public int EnginePort { get; init; } = FreePort.Next();

    public int OperationsPort { get; init; } = FreePort.Next();

    public int MetricsPort { get; init; } = FreePort.Next();

    /// <summary>Added to the inherited environment.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>What else it is given.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];
}
