namespace Sidecar.Gateway.Doctor.Upstreams;

internal static class AccessJudgement
{
    public static readonly FindingKind Accepted = FindingKind.Ok("access.ok");
    public static readonly FindingKind WrongSecret = FindingKind.Error("access.wrong-secret");
    public static readonly FindingKind WrongClock = FindingKind.Error("access.wrong-clock");
    public static readonly FindingKind TokenLost = FindingKind.Error("access.token-lost");
    public static readonly FindingKind HostRefused = FindingKind.Error("access.host-refused");
    public static readonly FindingKind Forbidden = FindingKind.Error("access.forbidden");
    public static readonly FindingKind HttpStatus = FindingKind.Error("access.http-status");
    public static readonly FindingKind NotRpc = FindingKind.Error("access.not-json-rpc");

    /// <summary>What clients say about a token of another time; geth, reth and EthereumJS in this order.</summary>
    private static readonly string[] ClockWords = ["stale token", "future token", "issued-at", "stale jwt", "drift"];

    private static readonly string[] MissingWords =
        ["missing token", "missing auth", "missing or invalid authorization"];

    /// <summary>Judges the first answer.</summary>
    public static Finding Judge(UpstreamTarget target, ProbeReply reply, TimeSpan? skew) => reply.StatusCode switch
    {
        StatusCodes.Status200OK when reply.IsRpc => Accepted.Is("It takes our token."),
        StatusCodes.Status200OK => NotRpc.Is(
            $"It answers {ForeignText.Quote(reply.Text)}, which is not JSON-RPC.",
            $"correct {target.UrlOption}: another program has that port or path."),
        StatusCodes.Status401Unauthorized => Unauthorized(target, reply, skew),
        StatusCodes.Status403Forbidden when Says(reply, "invalid host") => HostRefused.Is(
            $"It refuses calls for the host name {target.Url.IdnHost} (HTTP 403, {ForeignText.Quote(reply.Text)}).",
            $"start it with --authrpc.vhosts {target.Url.IdnHost} (or *), or give its IP address in "
            + $"{target.UrlOption}."),
        StatusCodes.Status403Forbidden => Forbidden.Is(
            $"It refuses us (HTTP 403, {ForeignText.Quote(reply.Text)}).",
            $"see whether a proxy in front of it lets this machine in, and whether {target.SecretOption} is its "
            + "secret."),
        var status => HttpStatus.Is(
            $"It answers with HTTP {status}, {ForeignText.Quote(reply.Text)}.",
            $"correct {target.UrlOption}: port and path must be those of the Engine API."),
    };

    private static Finding Unauthorized(UpstreamTarget target, ProbeReply reply, TimeSpan? skew)
    {
        var said = $"(HTTP 401, {ForeignText.Quote(reply.Text)})";
        if (skew?.Duration() > ClockJudgement.FarOffMax || ClockWords.Any(word => Says(reply, word)))
        {
            return WrongClock.Is(
                $"It refuses our token {said}: the clocks differ.",
                "set the clocks of both machines by NTP; the secret may well be right.");
        }

        if (MissingWords.Any(word => Says(reply, word)))
        {
            return TokenLost.Is(
                $"It says that our token did not arrive {said}.",
                "let the proxy in front of it pass the Authorization header on.");
        }

        var shared = target.SharesSecret
            ? " It is the same as the other client's: was one of them meant to differ?"
            : "";
        return WrongSecret.Is(
            $"It refuses our token {said}: the secret is not the one it was started with.{shared}",
            $"give the file that it has as --authrpc.jwtsecret in {target.SecretOption}.");
    }

    private static bool Says(ProbeReply reply, string words) =>
        (reply.Text + reply.ErrorMessage).Contains(words, StringComparison.OrdinalIgnoreCase);
}
