using System.Globalization;
using System.Text.RegularExpressions;

namespace Sidecar.Bench.Throughput;

/// <summary>What wrk prints.</summary>
internal sealed record WrkOutput(double PerSecond, double P50Microseconds, double P99Microseconds, long Requests, long Errors)
{
    public static WrkOutput Parse(string text) => new(
        Number(text, @"Requests/sec:\s+([\d.]+)") ?? throw new InvalidDataException($"wrk says: {text}"),
        Time(text, "50%"),
        Time(text, "99%"),
        (long)(Number(text, @"(\d+) requests in") ?? 0),
        (long)(Number(text, @"Non-2xx or 3xx responses: (\d+)") ?? 0) + SocketErrors(text));

    private static long SocketErrors(string text)
    {
        var errors = Regex.Match(text, @"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)");
        return errors.Groups.Values.Skip(1).Where(group => group.Success).Sum(group => Parse<long>(group.Value));
    }

    private static double Time(string text, string share)
    {
        var match = Regex.Match(text, $@"\s{share}\s+([\d.]+)(us|ms|s)");
        var unit = match.Groups[2].Value switch { "us" => 1, "ms" => 1e3, _ => 1e6 };
        return match.Success ? Parse<double>(match.Groups[1].Value) * unit : throw new InvalidDataException($"wrk says: {text}");
    }

    private static double? Number(string text, string pattern) =>
        Regex.Match(text, pattern) is { Success: true } match ? Parse<double>(match.Groups[1].Value) : null;

    private static T Parse<T>(string text) where T : IParsable<T> => T.Parse(text, CultureInfo.InvariantCulture);
}
