using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Hosting.Grains.Silos;

/// <summary>What this process is to the cluster, and where it listens for it.</summary>
/// <param name="IsSilo">Whether it hosts grains; otherwise it only calls those of others.</param>
/// <param name="Name">Its name among the silos.</param>
/// <param name="Address">Where other silos and clients reach it.</param>
/// <param name="SiloPort">Port for other silos.</param>
/// <param name="GatewayPort">Port for clients.</param>
internal sealed record MemberPlan(bool IsSilo, string Name, IPAddress Address, int SiloPort, int GatewayPort)
{
    private const int DefaultSiloPort = 11111;
    private const int DefaultGatewayPort = 30000;

    /// <summary>Address of the silo, before its start.</summary>
    public IPEndPoint Endpoint => new(Address, SiloPort);

    /// <summary>Makes a plan. Free ports are found anew each time, as one may be lost to somebody else.</summary>
    /// <param name="options">What the operator told.</param>
    /// <param name="isSilo">Whether it hosts grains.</param>
    /// <param name="host">What the process' other port binds: the silo is as reachable as that by default.</param>
    public static MemberPlan From(OptionSet options, bool isSilo, string host)
    {
        // Without Redis nobody else could ever find this silo.
        var address = options.Redis.Endpoints.Count == 0 ? IPAddress.Loopback : AddressOf(options.Silo, host);
        var isPrivate = IPAddress.IsLoopback(address);
        var siloPort = options.Silo.Port ?? (isPrivate ? 0 : DefaultSiloPort);
        var gatewayPort = options.Silo.GatewayPort ?? (isPrivate ? 0 : DefaultGatewayPort);
        var free = FreePorts(address, 2);
        return new(
            isSilo,
            options.Cluster.GatewayId,
            address,
            siloPort == 0 ? free[0] : siloPort,
            gatewayPort == 0 ? free[1] : gatewayPort);
    }

    private static IPAddress AddressOf(SiloOptions silo, string host)
    {
        var text = silo.Address ?? host;
        return BindHost.IsAny(text) ? OwnAddress() : BindHost.Parse(text);
    }

    /// <summary>The address that this machine talks to others from.</summary>
    private static IPAddress OwnAddress()
    {
        // No packet is sent by this: it only asks which way one would go.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Connect(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 9));
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException e)
        {
            // A container whose networks have no way out: its only address is the one that others reach.
            return InterfaceAddress() ?? throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"this machine has no network ({e.SocketErrorCode}); give --silo-address"), e);
        }
    }

    private static IPAddress? InterfaceAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));

    private static int[] FreePorts(IPAddress address, int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(address, 0)).ToList();
        try
        {
            listeners.ForEach(listener => listener.Start());
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }
}
