using System.Buffers;
using System.Numerics;

namespace Sidecar.Gateway.JsonRpc;

/// <summary>The arrays that bodies are received to: those of a pool, and of each large size that is in use one spare.</summary>
/// <remarks>
/// The pool has nothing to give while bodies are kept that were received before, as blocks are for a builder that may come
/// back. A new array of 1 MB is 256 pages that the kernel makes one by one as the body comes in; those of a spare it made
/// before anyone waited. Safe for concurrent use.
/// </remarks>
internal sealed class BodyArrays(ArrayPool<byte> pool)
{
    /// <summary>Smaller ones come fast enough.</summary>
    private const int SpareBytesMin = 64 * 1024;

    private const int SpareBytesMax = 8 * 1024 * 1024;

    /// <summary>The smallest page of any machine that .NET runs on.</summary>
    private const int PageBytes = 4096;

    private static readonly int FirstSize = BitOperations.Log2(SpareBytesMin);
    private static readonly int Sizes = BitOperations.Log2(SpareBytesMax) - FirstSize + 1;

    private readonly byte[]?[] _spares = new byte[Sizes][];
    private readonly bool[] _isInUse = new bool[Sizes];

    /// <summary>Those of this process.</summary>
    public static BodyArrays Shared { get; } = new(ArrayPool<byte>.Shared);

    /// <summary>An array of at least this length, with anything in it.</summary>
    public byte[] Rent(int bytes)
    {
        if (bytes is < SpareBytesMin or > SpareBytesMax)
        {
            return pool.Rent(bytes);
        }

        var size = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)bytes)) - FirstSize;
        Volatile.Write(ref _isInUse[size], true);
        return Interlocked.Exchange(ref _spares[size], null) ?? pool.Rent(bytes);
    }

    /// <summary>Takes an array back. Nobody may use it after this.</summary>
    public void Return(byte[] array) => pool.Return(array);

    /// <summary>Makes a spare of every size that was rented since the last time. Not on a thread that someone waits for.</summary>
    public void Restock()
    {
        for (var size = 0; size < Sizes; size++)
        {
            if (Interlocked.Exchange(ref _isInUse[size], false) && Volatile.Read(ref _spares[size]) is null)
            {
                Put(size, Touched(pool.Rent(1 << (size + FirstSize))));
            }
        }
    }

    private void Put(int size, byte[] array)
    {
        if (Interlocked.CompareExchange(ref _spares[size], array, null) is not null)
        {
            Return(array);
        }
    }

    private static byte[] Touched(byte[] array)
    {
        for (var i = 0; i < array.Length; i += PageBytes)
        {
            array[i] = 0;
        }

        return array;
    }
}
