using System.Text;
using BenchmarkDotNet.Attributes;
using Sidecar.Gateway.Authentication;

namespace Sidecar.MicroBench;

/// <summary>A caller's token checked, and one of ours made: anew each second, and kept until then.</summary>
public class JwtBenchmarks
{
    private readonly Clock _standing = new(0);
    private JwtVerifier _verifier = null!;
    private JwtMinter _minter = null!;
    private JwtMinter _hurriedMinter = null!;
    private byte[] _token = [];

    [GlobalSetup]
    public void SetUp()
    {
        _ = JwtSecret.TryParse(new string('7', 64), out var secret, out _);
        _verifier = new JwtVerifier(secret!, _standing);
        _minter = new JwtMinter(secret!, _standing);
        _hurriedMinter = new JwtMinter(secret!, new Clock(1));
        _token = Encoding.ASCII.GetBytes(_minter.AuthorizationHeader());
        if (_verifier.Verify(_token) != JwtVerdict.Accepted)
        {
            throw new InvalidOperationException("A refusal would be measured.");
        }
    }

    [Benchmark]
    public bool Verify() => _verifier.Verify(_token) == JwtVerdict.Accepted;

    [Benchmark]
    public string MintInTheSameSecond() => _minter.AuthorizationHeader();

    [Benchmark]
    public string MintInTheNextSecond() => _hurriedMinter.AuthorizationHeader();

    /// <summary>A clock that moves on by so many seconds whenever it is looked at.</summary>
    private sealed class Clock(int step) : TimeProvider
    {
        private long _seconds = 1_800_000_000;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(_seconds += step);
    }
}
