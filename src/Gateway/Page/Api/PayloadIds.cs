using System.Text;
using Sidecar.Contracts;

namespace Sidecar.Gateway.Page.Api;

/// <summary>Reads payload ids out of paths.</summary>
internal static class PayloadIds
{
    public static bool TryRead(string text, out PayloadId id) =>
        PayloadId.TryParse(Encoding.UTF8.GetBytes(text), out id);
}
