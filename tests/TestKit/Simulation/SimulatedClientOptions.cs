using System.Net;

namespace Sidecar.TestKit;

/// <summary>What kind of execution client to simulate.</summary>
public sealed record SimulatedClientOptions
{
    /// <summary>Name in messages and the default salt of payload ids.</summary>
    public string Name { get; init; } = "client";

    /// <summary>Address to listen on. Anything but loopback is for containers, whose networks are their own.</summary>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>
    /// Port on 127.0.0.1; 0 takes a free one outside the ephemeral range, so that a revival finds it free again.
    /// </summary>
    public int Port { get; init; }

    /// <summary>
    /// Shared secret of the Engine API; null accepts every caller. Default: a fresh one for each client.
    /// </summary>
    public byte[]? JwtSecret { get; init; } = Jwt.NewSecret();

    /// <summary>Accept the scheme only as <c>Bearer </c>, as reth does; geth takes any case.</summary>
    public bool ExactBearer { get; init; }

    /// <summary>Refuse a Host header that is a name other than localhost, as geth does on its engine port.</summary>
    public bool CheckVirtualHosts { get; init; } = true;

    public ulong ChainId { get; init; } = 901;

    /// <summary>
    /// Timestamp of block 0. The default is one moment for the whole process, so that all its clients share a genesis.
    /// </summary>
    public ulong GenesisTimestamp { get; init; } = ProcessGenesis.Timestamp;

    public PayloadIdScheme PayloadIds { get; init; } = PayloadIdScheme.Salted;

    /// <summary>
    /// Salt of <see cref="PayloadIdScheme.Salted"/> ids; null makes one from the name and a counter of clients.
    /// </summary>
    public string? PayloadIdSalt { get; init; }

    /// <summary>First byte of hashed ids: op-geth writes the method's version there, op-reth always 4.</summary>
    public byte PayloadIdFirstByte { get; init; } = 3;

    /// <summary>A new build ends the running one, as in op-rbuilder; its id is unknown from then on.</summary>
    public bool NewBuildCancelsOld { get; init; }

    /// <summary>
    /// The only getPayload version that is answered, others get -38005, as op-reth does from 2.4; null takes all.
    /// </summary>
    public int? OnlyGetPayloadVersion { get; init; }

    /// <summary>Text of a transaction put at the end of every block that may use the pool; null for none.</summary>
    public string? BlockMarker { get; init; }

    /// <summary>Answer gzip to a caller that accepts it, as geth does.</summary>
    public bool Gzip { get; init; }

    /// <summary>Largest request body in bytes; beyond it the answer is 413.</summary>
    public long RequestBytesMax { get; init; } = 256L << 20;

    /// <summary>Bodies up to this many bytes are kept whole in the call log; of larger ones a prefix.</summary>
    public int RecordedBytesMax { get; init; } = 4 << 20;

    /// <summary>Clock for the age of tokens.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>A sequencer's own client.</summary>
    public static SimulatedClientOptions Local(string name = "local") => new() { Name = name };

    /// <summary>
    /// An external builder: its blocks carry its name as a last transaction, so they differ from local ones.
    /// </summary>
    public static SimulatedClientOptions Builder(string name = "builder") =>
        new() { Name = name, BlockMarker = name, PayloadIdFirstByte = 4 };
}
