using System.Runtime.InteropServices;

namespace SwiftDiffusion.Diffusion.Onnx;

/// <summary>A value that flows through an <see cref="OnnxGraph"/>: an input, a weight, a constant or a node's output.</summary>
/// <param name="Name">Unique in its graph.</param>
internal readonly record struct Value(string Name)
{
    /// <summary>Stands for an optional input that is left out.</summary>
    public static readonly Value None = new("");
}

/// <summary>Writes an ONNX graph, node by node, in single precision. Weights become inputs of the graph, so whoever owns their memory may change them between runs.</summary>
/// <remarks>
/// Graph inputs are the one kind of weight that ONNX Runtime neither copies, prepacks nor folds: docs/decisions/0002-weights-are-graph-inputs.md.
/// Field numbers below: ModelProto, GraphProto, NodeProto, TensorProto and ValueInfoProto in https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
/// </remarks>
internal sealed class OnnxGraph(string name)
{
    /// <summary>ONNX Runtime's own operators.</summary>
    public const string Microsoft = "com.microsoft";

    private const int IrVersion = 10;
    private const int OnnxOpset = 20;
    private const int FloatType = 1;
    private const int Int64Type = 7;

    private readonly ProtobufWriter proto = new();
    private readonly Dictionary<string, WeightSpec> weights = [];
    private readonly List<string> inputs = [];
    private readonly List<string> outputs = [];
    private readonly Dictionary<string, int> names = [];

    /// <summary>Declares an input of single precision.</summary>
    /// <param name="input">Its name.</param>
    /// <param name="shape">Numbers for fixed dimensions, names for those that vary from run to run.</param>
    public Value Input(string input, params string[] shape) => Input(input, FloatType, shape);

    /// <summary>Declares an input of 64-bit integers.</summary>
    public Value IntegerInput(string input, params string[] shape) => Input(input, Int64Type, shape);

    /// <summary>Declares a weight: a tensor of the checkpoint, under its name there.</summary>
    /// <param name="weight">Its name, and its shape in the checkpoint.</param>
    /// <param name="shape">Its shape in the checkpoint.</param>
    /// <param name="viewedAs">The shape that the graph sees, of as many elements; the checkpoint's when left out.</param>
    public Value Weight(string weight, long[] shape, long[]? viewedAs = null)
    {
        var spec = new WeightSpec(weight, shape, viewedAs ?? shape);
        if (weights.TryAdd(weight, spec))
        {
            proto.Message(11, ValueInfo(weight, FloatType, [.. spec.ViewedAs.Select(length => new ProtobufWriter().Integer(1, length))]));
        }

        return new Value(weight);
    }

    /// <summary>Marks a value as an output and gives it the name that callers bind.</summary>
    public void Output(Value value, string output)
    {
        proto.Message(1, new ProtobufWriter().Text(1, value.Name).Text(2, output).Text(3, output).Text(4, "Identity"));
        proto.Message(12, ValueInfo(output, FloatType, shape: null));
        outputs.Add(output);
    }

    /// <summary>Adds a node of one output.</summary>
    /// <param name="node">Its name: the module's path.</param>
    /// <param name="operation">The operator, for example <c>MatMul</c>.</param>
    /// <param name="operands">Its inputs in the operator's order.</param>
    /// <param name="attributes">Its constants.</param>
    public Value Node(string node, string operation, Value[] operands, params OnnxAttribute[] attributes) => Nodes(node, "", operation, operands, 1, attributes)[0];

    /// <summary>Adds a node of one output from ONNX Runtime's own operators.</summary>
    public Value MicrosoftNode(string node, string operation, Value[] operands, params OnnxAttribute[] attributes) =>
        Nodes(node, Microsoft, operation, operands, 1, attributes)[0];

    /// <summary>Adds a node of several outputs.</summary>
    public Value[] Nodes(string node, string domain, string operation, Value[] operands, int outputCount, params OnnxAttribute[] attributes)
    {
        var path = Unique($"{node}/{operation}");
        var results = Enumerable.Range(0, outputCount).Select(i => new Value(outputCount == 1 ? path : $"{path}:{i}")).ToArray();
        var message = new ProtobufWriter();
        foreach (var operand in operands)
        {
            message.Text(1, operand.Name);
        }

        foreach (var result in results)
        {
            message.Text(2, result.Name);
        }

        message.Text(3, path).Text(4, operation).Text(7, domain);
        foreach (var attribute in attributes)
        {
            message.Message(5, attribute.ToProtobuf());
        }

        proto.Message(1, message);
        return results;
    }

    /// <summary>A constant vector of 64-bit integers, as shapes and axes are.</summary>
    public Value Constant(params long[] values) => Initializer(Int64Type, values.Length, MemoryMarshal.AsBytes<long>(values));

    /// <summary>A constant vector of single precision.</summary>
    public Value Constant(params float[] values) => Initializer(FloatType, values.Length, MemoryMarshal.AsBytes<float>(values));

    /// <summary>Closes the graph.</summary>
    public OnnxModel Build()
    {
        proto.Text(2, name);
        var model = new ProtobufWriter()
            .Integer(1, IrVersion)
            .Text(2, "SwiftDiffusion")
            .Message(7, proto)
            .Message(8, new ProtobufWriter().Text(1, "").Integer(2, OnnxOpset))
            .Message(8, new ProtobufWriter().Text(1, Microsoft).Integer(2, 1));
        return new OnnxModel(name, model.ToArray(), [.. weights.Values], inputs, outputs);
    }

    private Value Input(string input, int elementType, string[] shape)
    {
        var dimensions = shape.Select(length => long.TryParse(length, out var fixedLength) ? new ProtobufWriter().Integer(1, fixedLength) : new ProtobufWriter().Text(2, length));
        proto.Message(11, ValueInfo(input, elementType, [.. dimensions]));
        inputs.Add(input);
        return new Value(input);
    }

    private Value Initializer(int elementType, int length, ReadOnlySpan<byte> data)
    {
        var constant = Unique("constant");
        proto.Message(5, new ProtobufWriter().Integer(1, length).Integer(2, elementType).Text(8, constant).Bytes(9, data));
        return new Value(constant);
    }

    private static ProtobufWriter ValueInfo(string value, int elementType, ProtobufWriter[]? shape)
    {
        var tensor = new ProtobufWriter().Integer(1, elementType);
        if (shape is not null)
        {
            var dimensions = new ProtobufWriter();
            foreach (var dimension in shape)
            {
                dimensions.Message(1, dimension);
            }

            tensor.Message(2, dimensions);
        }

        return new ProtobufWriter().Text(1, value).Message(2, new ProtobufWriter().Message(1, tensor));
    }

    private string Unique(string path)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(names, path, out _);
        return count++ == 0 ? path : $"{path}#{count}";
    }
}
