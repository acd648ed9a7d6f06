using System.Text;
using Sidecar.Gateway.Http1;

namespace Sidecar.Gateway.Endpoint;

/// <summary>The content types that an engine port takes, as geth does.</summary>
internal static class JsonContentType
{
    /// <summary>Whether the one Content-Type header names one of them; parameters do not matter.</summary>
    public static bool IsAccepted(HeaderFields fields)
    {
        var isAccepted = false;
        var isFirst = true;
        foreach (var field in fields)
        {
            if (field.Is("Content-Type"u8))
            {
                isAccepted = isFirst && IsAccepted(field.Value);
                isFirst = false;
            }
        }

        return isAccepted;
    }

    /// <inheritdoc cref="IsAccepted(HeaderFields)"/>
    public static bool IsAccepted(ReadOnlySpan<byte> header)
    {
        var end = header.IndexOf((byte)';');
        var type = (end < 0 ? header : header[..end]).Trim(" \t"u8);
        return Ascii.EqualsIgnoreCase(type, "application/json"u8)
            || Ascii.EqualsIgnoreCase(type, "application/json-rpc"u8)
            || Ascii.EqualsIgnoreCase(type, "application/jsonrequest"u8);
    }
}
