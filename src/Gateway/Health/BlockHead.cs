using Sidecar.Contracts;

namespace Sidecar.Gateway.Health;

/// <summary>The newest block of an execution client.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Timestamp">Its timestamp, in seconds since 1970.</param>
internal readonly record struct BlockHead(ulong Number, BlockHash Hash, ulong Timestamp);
