using System.Runtime.CompilerServices;
using SwiftDiffusion.Diffusion.Onnx;
using SwiftDiffusion.Diffusion.Tests.Pipelines;

namespace SwiftDiffusion.Diffusion.Tests.Onnx;

[Collection(nameof(NativeMemory))]
public sealed class NativeTensorTests
{
    [Fact]
    public void Create_Shape_HoldsZerosAndCountsThem()
    {
        var (live, bytes) = (NativeTensors.Live, NativeTensors.Bytes);
        using var tensor = new NativeTensor<float>(2, 3, 5);
        Assert.Equal(new float[30], tensor.Span.ToArray());
        Assert.Equal([2, 3, 5], tensor.Shape.ToArray());
        Assert.Equal((live + 1, bytes + 120), (NativeTensors.Live, NativeTensors.Bytes));
    }

    [Fact]
    public void Create_Integers_AreEightBytesEach()
    {
        var bytes = NativeTensors.Bytes;
        using var tensor = new NativeTensor<long>(3);
        Assert.Equal(bytes + 24, NativeTensors.Bytes);
        tensor.Span[2] = long.MinValue;
        Assert.Equal(long.MinValue, tensor.OrtValue.GetTensorDataAsSpan<long>()[2]);
    }

    [Fact]
    public void Create_NoElement_IsEmpty()
    {
        using var tensor = new NativeTensor<float>(0, 4);
        Assert.True(tensor.Span.IsEmpty);
    }

    [Fact]
    public void Create_Always_AlignsToACacheLine()
    {
        using var tensor = new NativeTensor<float>(3);
        Assert.Equal(0, Address(tensor) % 64);
    }

    [Theory]
    [InlineData(-1, 4)]
    [InlineData(-2, -3)]
    [InlineData(1L << 31, 1)]
    [InlineData(1L << 40, 1L << 40)]
    public void Create_ShapeThatCannotBe_NamesItAndAllocatesNothing(long rows, long columns)
    {
        var live = NativeTensors.Live;
        var error = Assert.Throws<ArgumentException>(() => new NativeTensor<float>(rows, columns));
        Assert.StartsWith($"A tensor cannot have shape [{rows}, {columns}];", error.Message, StringComparison.Ordinal);
        Assert.Equal(live, NativeTensors.Live);
    }

    [Fact]
    public void OrtValue_WrittenThroughTheSpan_SharesTheMemory()
    {
        using var tensor = new NativeTensor<float>(2, 2);
        tensor.Span[3] = 7;
        Assert.Equal(7, tensor.OrtValue.GetTensorDataAsSpan<float>()[3]);
    }

    [Fact]
    public void View_AnotherShape_SharesTheMemory()
    {
        using var tensor = new NativeTensor<float>(2, 3);
        using var view = tensor.View([3, 2, 1]);
        tensor.Span[5] = 9;
        Assert.Equal([3, 2, 1], view.GetTensorTypeAndShape().Shape);
        Assert.Equal(9, view.GetTensorDataAsSpan<float>()[5]);
    }

    [Fact]
    public void View_OtherNumberOfElements_NamesBothShapes()
    {
        using var tensor = new NativeTensor<float>(2, 3);
        var error = Assert.Throws<ArgumentException>(() => tensor.View([2, 2]));
        Assert.Equal("A tensor of shape [2, 3] cannot be viewed as [2, 2]: the numbers of elements differ.", error.Message);
    }

    [Fact]
    public void Dispose_Twice_FreesOnce()
    {
        var (live, bytes) = (NativeTensors.Live, NativeTensors.Bytes);
        var tensor = new NativeTensor<float>(100);
        tensor.Dispose();
        tensor.Dispose();
        Assert.Equal((live, bytes), (NativeTensors.Live, NativeTensors.Bytes));
    }

    [Fact]
    public void Use_AfterDispose_Throws()
    {
        var tensor = new NativeTensor<float>(4);
        tensor.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tensor.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => tensor.View([4]));
        Assert.Throws<ObjectDisposedException>(() => tensor.OrtValue);
    }

    private static long Address(NativeTensor<float> tensor) => Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref tensor.Span[0]);
}
