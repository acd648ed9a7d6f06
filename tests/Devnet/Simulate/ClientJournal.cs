using System.Globalization;
using Sidecar.TestKit;

namespace Sidecar.Devnet.Simulate;

/// <summary>What a simulated client has instead of a disk: the blocks and heads it was given, in a file.</summary>
internal sealed class ClientJournal(string path)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromHours(1);

    /// <summary>Gives the client what the file holds, through its own door.</summary>
    public async Task ReplayAsync(SimulatedClient client, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var rpc = new EngineRpc(client.Url, client.JwtSecret);
        foreach (var body in await File.ReadAllLinesAsync(path, cancellationToken))
        {
            await rpc.PostRawAsync(System.Text.Encoding.UTF8.GetBytes(body), cancellationToken: cancellationToken);
        }

        client.Calls.Clear();
    }

    /// <summary>Adds to the file what the client is given, and says which builds it is asked for.</summary>
    public async Task KeepAsync(SimulatedClient client, CancellationToken cancellationToken)
    {
        await using var file = new StreamWriter(path, append: true) { AutoFlush = true };
        for (var seen = 0; ; seen++)
        {
            var calls = await client.Calls.WaitForAsync(IsKept, seen + 1, LookInterval).WaitAsync(cancellationToken);
            var call = calls[seen];
            if (HasAttributes(call))
            {
                var attributes = call.Params[1].GetProperty("timestamp").GetString()!;
                var timestamp = ulong.Parse(attributes.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                Console.WriteLine($"attributes for {Head(call)} at {timestamp}");
            }
            else
            {
                await file.WriteLineAsync(call.BodyText);
            }
        }
    }

    private static bool IsKept(ReceivedCall call) =>
        call.Is("engine_newPayload") || call.Is("engine_forkchoiceUpdated");

    private static bool HasAttributes(ReceivedCall call) =>
        call.Is("engine_forkchoiceUpdated") && call.Params.GetArrayLength() > 1
        && call.Params[1].ValueKind == System.Text.Json.JsonValueKind.Object;

    private static string? Head(ReceivedCall call) => call.Params[0].GetProperty("headBlockHash").GetString();
}
