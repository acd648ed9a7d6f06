using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Doctor.Setup;

/// <summary>Whether the gateway could bind its ports, or is it that has them.</summary>
internal sealed class PortsCheck(ConfigurationExamination setup, TimeProvider time) : ICheck
{
    private const int AnswerBytesMax = 64 * 1024;

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2);

    public string Name => "ports";

    public string Subject => Subjects.Gateway;

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var settings = setup.Settings;
        List<(string Option, string HostKey, string Host, int Port)> ports =
        [
            ("Engine:Port", "Engine:Host", settings.Engine.Host, settings.Engine.Port),
            ("Operations:Port", "Operations:Host", settings.Operations.Host, settings.Operations.Port),
        ];
        if (settings.Metrics.Enabled)
        {
            ports.Add(("Metrics:Port", "Metrics:Host", settings.Metrics.Host, settings.Metrics.Port));
        }

        var findings = new List<Finding>();
        foreach (var (option, hostKey, host, port) in ports.Where(
            port => port.Port != 0 && setup.IsReadable(port.Option) && setup.IsReadable(port.HostKey)))
        {
            var state = TryBind(host, port);
            var ours = state == PortState.InUse ? await AskAsync(host, port, cancellationToken) : null;
            findings.Add(PortsJudgement.Judge(
                $"{host}:{port}", setup.NameOf(option), setup.NameOf(hostKey), state, ours));
        }

        return new(findings);
    }

    /// <summary>Binds and lets go at once, without ever listening: nobody can have connected meanwhile.</summary>
    private static PortState TryBind(string host, int port)
    {
        var address = BindHost.Parse(host);
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, port));
            return PortState.Free;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => PortState.InUse,
                SocketError.AccessDenied => PortState.NotAllowed,
                _ => PortState.NotOurAddress,
            };
        }
    }

    /// <summary>What a gateway on that port says of itself; null if there is none.</summary>
    private async Task<RunningGateway?> AskAsync(string host, int port, CancellationToken cancellationToken)
    {
        using var due = new CancellationTokenSource(AnswerTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(due.Token, cancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            MaxResponseContentBufferSize = AnswerBytesMax,
        };
        var url = new UriBuilder("http", Reachable(host), port);
        try
        {
            url.Path = "livez";
            using var live = await http.GetAsync(url.Uri, linked.Token);
            url.Path = "metrics";
            if (!live.IsSuccessStatusCode)
            {
                var metrics = await http.GetStringAsync(url.Uri, linked.Token);
                return metrics.Contains("# TYPE sidecar_", StringComparison.Ordinal) ? new(null, null) : null;
            }

            url.Path = "healthz/json";
            using var health = JsonDocument.Parse(await http.GetStringAsync(url.Uri, linked.Token));
            return RunningGateway.Read(health.RootElement);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException
            or InvalidOperationException or IOException)
        {
            return null;
        }
    }

    private static string Reachable(string host) => host switch
    {
        "0.0.0.0" => "127.0.0.1",
        "::" => "[::1]",
        _ => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host,
    };
}
