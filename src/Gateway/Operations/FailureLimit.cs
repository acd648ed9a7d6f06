using System.Net;
using System.Net.Sockets;

namespace Sidecar.Gateway.Operations;

/// <summary>How often an address may present a wrong token: so often in a window that begins with the first one.</summary>
/// <remarks>
/// Knows a limited number of addresses; beyond that the one whose window began first is forgotten. IPv6 addresses count
/// by their /64, which is what one machine is usually given. Thread-safe.
/// </remarks>
internal sealed class FailureLimit(TimeProvider time)
{
    public const int FailuresMax = 10;
    public const int AddressesMax = 1024;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private const int NetworkBytes = 8;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, (long Since, int Count)> _failures = [];
    private readonly Queue<(IPAddress Address, long Since)> _byAge = new();

    /// <summary>Addresses that are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _failures.Count;
            }
        }
    }

    /// <summary>How long an address has to wait; zero if it does not.</summary>
    public TimeSpan WaitOf(IPAddress address)
    {
        lock (_lock)
        {
            Forget_NeedsLock();
            return _failures.TryGetValue(NetworkOf(address), out var known) && known.Count >= FailuresMax
                ? Window - time.GetElapsedTime(known.Since)
                : TimeSpan.Zero;
        }
    }

    /// <summary>An address had a wrong token.</summary>
    /// <returns>Whether this was the one that makes it wait.</returns>
    public bool Failed(IPAddress address)
    {
        lock (_lock)
        {
            Forget_NeedsLock();
            var network = NetworkOf(address);
            if (!_failures.TryGetValue(network, out var known))
            {
                known = (time.GetTimestamp(), 0);
                _byAge.Enqueue((network, known.Since));
                if (_byAge.Count > AddressesMax)
                {
                    _failures.Remove(_byAge.Dequeue().Address);
                }
            }

            _failures[network] = (known.Since, known.Count + 1);
            return known.Count + 1 == FailuresMax;
        }
    }

    private static IPAddress NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }

    private void Forget_NeedsLock()
    {
        while (_byAge.TryPeek(out var oldest) && time.GetElapsedTime(oldest.Since) >= Window)
        {
            _failures.Remove(_byAge.Dequeue().Address);
        }
    }
}
