using Sidecar.Contracts.Builders;

namespace Sidecar.Grains.Builders;

/// <summary>The rules of a builder's writer lease (docs/adr/0009-builder-writer-lease.md).</summary>
internal static class WriterLeases
{
    /// <summary>Whether the lease counts. One stamped too far ahead does not: a clock jumped.</summary>
    public static bool IsLive(WriterLease lease, DateTimeOffset now, BuilderGrainOptions options) =>
        (now - lease.RenewedAt).Duration() <= options.WriterLease;

    /// <summary>The lease if it counts; else null.</summary>
    public static WriterLease? Live(WriterLease? lease, DateTimeOffset now, BuilderGrainOptions options) =>
        lease is not null && IsLive(lease, now, options) ? lease : null;

    /// <summary>Asks for the lease on behalf of a build.</summary>
    /// <param name="lease">The last one; null if there never was one.</param>
    /// <param name="request">The build, and who asks.</param>
    /// <param name="abandoned">The same build, if another gateway began it and got nowhere; else null.</param>
    /// <returns>The lease, now the caller's and live; null if it stays with another gateway.</returns>
    public static WriterLease? Request(
        WriterLease? lease,
        BuildRequest request,
        RunningBuild? abandoned,
        DateTimeOffset now,
        BuilderGrainOptions options)
    {
        if (lease is null)
        {
            return new WriterLease(request.GatewayId, 1, request.Timestamp, now);
        }

        var isHolder = lease.GatewayId == request.GatewayId;
        if (IsLive(lease, now, options) && request.Timestamp <= lease.Timestamp)
        {
            if (isHolder)
            {
                return lease;
            }

            // A writer that died before the builder answered holds nothing but this very build.
            if (abandoned?.GatewayId != lease.GatewayId || request.Timestamp < lease.Timestamp)
            {
                return null;
            }
        }

        return new WriterLease(
            request.GatewayId, isHolder ? lease.Epoch : lease.Epoch + 1, request.Timestamp, now);
    }
}
