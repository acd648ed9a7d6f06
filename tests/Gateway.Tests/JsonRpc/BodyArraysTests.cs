using System.Buffers;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Tests.JsonRpc;

public sealed class BodyArraysTests
{
    private const int Megabyte = 1024 * 1024;

    private readonly CountingPool _pool = new();
    private readonly BodyArrays _arrays;

    public BodyArraysTests() => _arrays = new BodyArrays(_pool);

    [Fact]
    public void Rent_OfASizeThatWasRestocked_GivesTheSpareOnceAndThenThePools()
    {
        var first = _arrays.Rent(Megabyte - 5);
        _arrays.Restock();
        var rented = _pool.Rented;

        var second = _arrays.Rent(Megabyte);
        var third = _arrays.Rent(Megabyte);

        Assert.Equal(rented + 1, _pool.Rented);
        Assert.Equal(3, new[] { first, second, third }.Distinct().Count());
        Assert.All([second, third], array => Assert.InRange(array.Length, Megabyte, int.MaxValue));
    }

    [Fact]
    public void Restock_OfSizesThatNobodyRentsAnyMore_TakesNothing()
    {
        _arrays.Rent(Megabyte);
        _arrays.Restock();
        var rented = _pool.Rented;

        _arrays.Restock();
        _arrays.Restock();

        Assert.Equal(rented, _pool.Rented);
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(9 * Megabyte)]
    public void Restock_OfSmallAndHugeSizes_TakesNothing(int bytes)
    {
        _arrays.Rent(bytes);

        _arrays.Restock();

        Assert.Equal(1, _pool.Rented);
    }

    [Fact]
    public void RentAndRestock_ByManyAtOnce_NeverGiveOneArrayToTwo()
    {
        Parallel.For(0, 2000, i =>
        {
            var array = _arrays.Rent(64 * 1024);
            array[0] = (byte)i;
            _arrays.Restock();
            Assert.Equal((byte)i, array[0]);
            _arrays.Return(array);
        });
    }

    private sealed class CountingPool : ArrayPool<byte>
    {
        private int _rented;

        public int Rented => Volatile.Read(ref _rented);

        public override byte[] Rent(int minimumLength)
        {
            Interlocked.Increment(ref _rented);
            return Shared.Rent(minimumLength);
        }

        public override void Return(byte[] array, bool clearArray = false) => Shared.Return(array, clearArray);
    }
}
