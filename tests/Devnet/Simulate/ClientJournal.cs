using System.Globalization;
using System.Text;
using System.Text.Json;
using Sidecar.TestKit;

namespace Sidecar.Devnet.Simulate;

/// <summary>What a simulated client has instead of a disk: the blocks and heads it was given, in a file.</summary>
internal sealed class ClientJournal(string path)
{
    private const string ForkchoiceUpdated = "engine_forkchoiceUpdated";

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
            await rpc.PostRawAsync(Encoding.UTF8.GetBytes(body), cancellationToken: cancellationToken);
        }

        client.Calls.Clear();
    }

    /// <summary>Adds to the file what the client is given, and prints each forkchoiceUpdated.</summary>
    public async Task KeepAsync(SimulatedClient client, CancellationToken cancellationToken)
    {
        await using var file = new StreamWriter(path, append: true) { AutoFlush = true };
        while (true)
        {
            await client.Calls.WaitForAsync(IsKept, 1, LookInterval).WaitAsync(cancellationToken);

            // Taken out, or the log of a client that runs for days would fill its memory.
            foreach (var call in client.Calls.TakeAll().Where(IsKept))
            {
                await KeepAsync(file, call);
            }
        }
    }

    private static async Task KeepAsync(StreamWriter file, ReceivedCall call)
    {
        var hasAttributes = HasAttributes(call);
        if (!hasAttributes)
        {
            await file.WriteLineAsync(call.BodyText);
        }

        if (call.Is(ForkchoiceUpdated))
        {
            var asked = hasAttributes ? $"attributes at {Timestamp(call)}" : "no attributes";
            Console.WriteLine($"{call.ArrivedAt:O} head {Head(call)}, {asked}");
        }
    }

    private static bool IsKept(ReceivedCall call) =>
        call.Is("engine_newPayload") || call.Is(ForkchoiceUpdated);

    private static bool HasAttributes(ReceivedCall call) =>
        call.Is(ForkchoiceUpdated) && call.Params.GetArrayLength() > 1
        && call.Params[1].ValueKind == JsonValueKind.Object;

    private static ulong Timestamp(ReceivedCall call) => ulong.Parse(
        call.Params[1].GetProperty("timestamp").GetString()!.AsSpan(2), NumberStyles.HexNumber,
        CultureInfo.InvariantCulture);

    private static string? Head(ReceivedCall call) => call.Params[0].GetProperty("headBlockHash").GetString();
}
