using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Bench.Measuring;

/// <summary>A product of two square matrices in single precision, in the same process and thread pool: what the machine can do.</summary>
internal sealed class MatMulYardstick : IDisposable
{
    private const int Side = 2048;

    private readonly WeightStore weights = new(new NoTensors());
    private readonly NativeTensor<float> a = Matrix(1), b = Matrix(2), product = new(Side, Side);
    private readonly NetworkSession session;
    private readonly NetworkBinding binding;

    public MatMulYardstick(Device device)
    {
        var graph = new OnnxGraph("matmul");
        graph.Output(graph.Node("matmul", "MatMul", [graph.Input("a", $"{Side}", $"{Side}"), graph.Input("b", $"{Side}", $"{Side}")]), "product");
        session = new NetworkSession(graph.Build(), weights, device);
        binding = session.Bind().Input("a", a).Input("b", b).Output("product", product);
    }

    /// <summary>Floating-point operations of one run.</summary>
    public static double Operations => 2.0 * Side * Side * Side;

    public void Run() => binding.Run(CancellationToken.None);

    public void Dispose()
    {
        binding.Dispose();
        session.Dispose();
        weights.Dispose();
        a.Dispose();
        b.Dispose();
        product.Dispose();
    }

    private static NativeTensor<float> Matrix(int seed)
    {
        var matrix = new NativeTensor<float>(Side, Side);
        var random = new Random(seed);
        foreach (ref var value in matrix.Span)
        {
            value = random.NextSingle() - 0.5f;
        }

        return matrix;
    }

    private sealed class NoTensors : ITensorSource
    {
        public string Path => "nothing";

        public IReadOnlyDictionary<string, TensorInfo> Tensors { get; } = new Dictionary<string, TensorInfo>();

        public void ReadFloats(string name, Span<float> destination) => throw new CheckpointException(Path, $"there is no tensor '{name}'.");
    }
}
