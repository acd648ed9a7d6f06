using System.Diagnostics.CodeAnalysis;

namespace Sidecar.Gateway.Authentication;

/// <summary>The 256-bit secret that two ends of an Engine API connection share.</summary>
/// <remarks>Never printed: <see cref="ToString"/> is redacted, and error texts hold nothing of what was read.</remarks>
internal sealed class JwtSecret
{
    public const int ByteCount = 32;
    private const int HexDigits = ByteCount * 2;

    /// <summary>Most characters read from a secret file; anything longer is not one.</summary>
    private const int FileCharactersMax = 4096;

    private readonly byte[] _key;

    private JwtSecret(byte[] key) => _key = key;

    public ReadOnlySpan<byte> Key => _key;

    /// <summary>Reads 64 hex digits, optionally after <c>0x</c>, white space around them ignored.</summary>
    public static bool TryParse(
        ReadOnlySpan<char> text, [NotNullWhen(true)] out JwtSecret? secret, [NotNullWhen(false)] out string? error)
    {
        secret = null;
        var digits = text.Trim();
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            digits = digits[2..];
        }

        error = Complaint(digits);
        if (error is not null)
        {
            return false;
        }

        secret = new(Convert.FromHexString(digits));
        return true;
    }

    /// <summary>Reads a file that holds the text form.</summary>
    public static bool TryReadFile(
        string path, [NotNullWhen(true)] out JwtSecret? secret, [NotNullWhen(false)] out string? error)
    {
        secret = null;
        if (Directory.Exists(path))
        {
            error = "it is a directory";
            return false;
        }

        try
        {
            // A stream, not File.ReadAllText: a pipe works, and an endless device is left after a page.
            using var reader = new StreamReader(path);
            var buffer = new char[FileCharactersMax + 1];
            var count = reader.ReadBlock(buffer);
            if (count > FileCharactersMax)
            {
                error = $"it holds more than {FileCharactersMax} characters, not {HexDigits} hex digits";
                return false;
            }

            return TryParse(buffer.AsSpan(0, count), out secret, out error);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            error = "it does not exist";
        }
        catch (UnauthorizedAccessException)
        {
            error = "it may not be read by this user";
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            error = $"it cannot be read ({e.GetType().Name})";
        }

        return false;
    }

    public override string ToString() => "(redacted)";

    private static string? Complaint(ReadOnlySpan<char> digits)
    {
        if (digits.IsEmpty)
        {
            return $"it is empty, not {HexDigits} hex digits";
        }

        for (var i = 0; i < digits.Length; i++)
        {
            if (!char.IsAsciiHexDigit(digits[i]))
            {
                return $"it holds {digits.Length} characters, and number {i + 1} is not a hex digit";
            }
        }

        return digits.Length == HexDigits ? null : $"it holds {digits.Length} hex digits, not {HexDigits}";
    }
}
