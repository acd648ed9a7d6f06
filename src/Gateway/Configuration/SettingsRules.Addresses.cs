namespace Sidecar.Gateway.Configuration;

internal sealed partial class SettingsRules
{
    private const int TokenLengthMin = 16;

    private void CheckHosts()
    {
        CheckHost("Engine:Host", options.Engine.Host);
        CheckHost("Operations:Host", options.Operations.Host);
        CheckHost("Metrics:Host", options.Metrics.Host);

        if (AreReadable("Operations:Host", "Operations:Token") && !BindHost.IsLoopback(options.Operations.Host))
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
        if (AreReadable(key) && !BindHost.TryParse(host, out _))
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
            && (BindHost.IsLoopback(url.IdnHost) || url.IdnHost == host) && DoMeet(host, url.IdnHost))
        {
            problems.Error($"{values.Origin(key)}: is our own engine port ({values.Origin("Engine:Port")}); "
                + "give the address of the execution client, or move the port.");
        }
    }

    /// <summary>Whether two hosts can be one socket: equal, or one is all addresses.</summary>
    private static bool DoMeet(string one, string other) =>
        BindHost.IsAny(one) || BindHost.IsAny(other) || one == other
            || (BindHost.IsLoopback(one) && BindHost.IsLoopback(other)
                && (one == BindHost.Localhost || other == BindHost.Localhost));
}
