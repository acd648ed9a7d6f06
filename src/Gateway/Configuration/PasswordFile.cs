using System.Diagnostics.CodeAnalysis;

namespace Sidecar.Gateway.Configuration;

/// <summary>Files that hold a password and nothing else. No error text holds any of what was read.</summary>
internal static class PasswordFile
{
    private const int LengthMax = 4096;

    public static bool TryRead(
        string path, [NotNullWhen(true)] out string? password, [NotNullWhen(false)] out string? error)
    {
        password = null;
        error = null;
        try
        {
            using var reader = new StreamReader(path);
            var buffer = new char[LengthMax + 1];
            var text = buffer.AsSpan(0, reader.ReadBlock(buffer)).TrimEnd("\r\n");
            if (text.Length is 0 or > LengthMax || text.ContainsAny('\r', '\n'))
            {
                error = text.Length == 0 ? "it is empty" : "it is more than one line";
            }
            else
            {
                password = text.ToString();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error = e is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : "it cannot be read";
        }

        return error is null;
    }
}
