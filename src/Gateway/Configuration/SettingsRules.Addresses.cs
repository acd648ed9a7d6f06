using System.Net;

namespace Sidecar.Gateway.Configuration;

internal sealed partial class SettingsRules
{
    private const string Localhost = "localhost";
    private const int TokenLengthMin = 16;

    private void CheckHosts()
    {
        CheckHost("Engine:Host", options.Engine.Host);
        CheckHost("Operations:Host", options.Operations.Host);
        CheckHost("Metrics:Host", options.Metrics.Host);

        if (AreReadable("Operations:Host", "Operations:Token") && !IsLoopback(options.Operations.Host))
        {
            CheckTokenForOthers();
        }
    }

    private void CheckTokenForOthers()
    {
        var origin = values.Origin("Operations:Host");
        if (options.Operations.Token is not { } token)
        {
            problems.Error($"{origin}: others can reach {options.Operations.Host}, and the "
                + "debug API can switch the builder off; give --operations-token-path (SIDECAR_OPERATIONS__TOKENPATH) "
                + "or --operations-token (SIDECAR_OPERATIONS__TOKEN), or bind 127.0.0.1.");
        }
        else if (token.Length < TokenLengthMin)
        {
            problems.Warn($"{origin}: others can reach {options.Operations.Host}, and a token of less than "
                + $"{TokenLengthMin} characters can be guessed; give a longer one, like that of openssl rand -hex 16.");
        }
    }

    private void CheckHost(string key, string host)
    {
        if (AreReadable(key) && host != Localhost && !TryParseAddress(host, out _))
        {
            problems.Error($"{values.Origin(key)}: \"{host}\" is not an IP address; "
                + "give one (0.0.0.0 for all, 127.0.0.1 for this machine only) or localhost.");
            values.MarkBroken(key);
        }
    }

    private void CheckPorts(ProgramKind program)
    {
        List<(string Key, string HostKey, string Host, int Port)> ports =
        [
            ("Operations:Port", "Operations:Host", options.Operations.Host, options.Operations.Port),
        ];
        if (!program.IsSilo)
        {
            ports.Insert(0, ("Engine:Port", "Engine:Host", options.Engine.Host, options.Engine.Port));
            if (options.Metrics.Enabled)
            {
                ports.Add(("Metrics:Port", "Metrics:Host", options.Metrics.Host, options.Metrics.Port));
            }
        }

        if (EngineAbilities.HasSilos && (program.IsSilo || options.Cluster.Silo == SiloPlace.Inside))
        {
            var address = options.Silo.Address ?? (program.IsSilo ? "127.0.0.1" : options.Engine.Host);
            ports.Add(("Silo:Port", "Silo:Address", address, options.Silo.Port ?? 0));
            ports.Add(("Silo:GatewayPort", "Silo:Address", address, options.Silo.GatewayPort ?? 0));
        }

        for (var i = 0; i < ports.Count; i++)
        {
            foreach (var other in ports.Take(i))
            {
                var port = ports[i];
                if (port.Port == other.Port && port.Port != 0 && DoMeet(port.Host, other.Host)
                    && AreReadable(port.Key, port.HostKey, other.Key, other.HostKey))
                {
                    problems.Error($"{values.Origin(port.Key)}: port {port.Port} is taken by "
                        + $"{values.Origin(other.Key)}; give each its own.");
                }
            }
        }
    }

    private void CheckUpstreams()
    {
        var (local, builder) = (options.Local.Url, options.Builder.Url);
        if (AreReadable("Local:Url", "Builder:Url") && builder == local)
        {
            problems.Error($"{values.Origin("Builder:Url")}: is the address of local too "
                + $"({values.Origin("Local:Url")}); give the builder's, or leave it out to run without a builder.");
        }

        CheckIsNotOurs("Local:Url", local);
        CheckIsNotOurs("Builder:Url", builder);
    }

    // A gateway that is its own execution client would call itself until something breaks.
    private void CheckIsNotOurs(string key, Uri? url)
    {
        var host = options.Engine.Host;
        if (url is not null && AreReadable(key, "Engine:Port", "Engine:Host") && url.Port == options.Engine.Port
            && (IsLoopback(url.IdnHost) || url.IdnHost == host) && DoMeet(host, url.IdnHost))
        {
            problems.Error($"{values.Origin(key)}: is our own engine port ({values.Origin("Engine:Port")}); "
                + "give the address of the execution client, or move the port.");
        }
    }

    /// <summary>Whether two hosts can be one socket: equal, or one is all addresses.</summary>
    private static bool DoMeet(string one, string other) =>
        IsAny(one) || IsAny(other) || one == other || (IsLoopback(one) && IsLoopback(other)
            && (one == Localhost || other == Localhost));

    private static bool IsAny(string host) =>
        TryParseAddress(host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));

    private static bool IsLoopback(string host) =>
        host == Localhost || (TryParseAddress(host, out var address) && IPAddress.IsLoopback(address));

    // IPAddress also reads "1" and "127.1" as IPv4; a host like that is a slip.
    private static bool TryParseAddress(string host, out IPAddress address) =>
        IPAddress.TryParse(host, out address!)
            && (host.Contains(':', StringComparison.Ordinal) || address.ToString() == host);
}
