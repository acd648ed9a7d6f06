using System.Buffers;

namespace Sidecar.Gateway.Operations;

/// <summary>Reads small request bodies.</summary>
internal static class LimitedBody
{
    /// <summary>The whole body; null as soon as it is known to be over the limit.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int bytesMax, CancellationToken cancellationToken)
    {
        if (request.ContentLength > bytesMax)
        {
            return null;
        }

        var body = request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            if (read.Buffer.Length > bytesMax)
            {
                body.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                body.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            // Nothing is consumed until it is whole: at most the limit stays in the pipe.
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
