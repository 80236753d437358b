using System.Text.Json;

namespace SwiftDiffusion.Bench.Measuring;

/// <summary>What ONNX Runtime's profiler saw of one run: time and floating-point operations by operator.</summary>
internal sealed class NodeProfile
{
    private readonly Dictionary<string, (double Seconds, double Operations)> operators = [];

    /// <summary>By operator: seconds and operations.</summary>
    public IReadOnlyDictionary<string, (double Seconds, double Operations)> Operators => operators;

    /// <summary>Operations of everything whose operations count: convolutions, matrix products and attention.</summary>
    public double Operations => operators.Values.Sum(value => value.Operations);

    /// <summary>Adds the last run in a profile that a session wrote, and deletes it.</summary>
    /// <param name="file">A trace in Chrome's format.</param>
    /// <param name="runs">How many runs it holds.</param>
    public void Add(string file, int runs)
    {
        using (var trace = JsonDocument.Parse(File.ReadAllBytes(file)))
        {
            var nodes = trace.RootElement.EnumerateArray()
                .Where(entry => entry.GetProperty("cat").GetString() == "Node" && entry.GetProperty("name").GetString()!.EndsWith("_kernel_time", StringComparison.Ordinal))
                .ToArray();
            foreach (var node in nodes[^(nodes.Length / runs)..])
            {
                var args = node.GetProperty("args");
                var name = args.GetProperty("op_name").GetString()!;
                var (seconds, operations) = operators.GetValueOrDefault(name);
                operators[name] = (seconds + (node.GetProperty("dur").GetDouble() / 1e6), operations + OperationsOf(name, Shapes(args, "input_type_shape"), Shapes(args, "output_type_shape")));
            }
        }

        File.Delete(file);
    }

    private static double OperationsOf(string name, IReadOnlyList<long[]> inputs, IReadOnlyList<long[]> outputs) => name switch
    {
        "Conv" or "FusedConv" or "NhwcFusedConv" => 2 * Product(outputs[0]) * Product(inputs[1][1..]),
        "MatMul" or "FusedMatMul" or "Gemm" or "FusedGemm" => 2 * Product(outputs[0]) * inputs[0][^1],
        // Queries times keys, and the result times values: [batch, queries, width], [batch, keys, width].
        "MultiHeadAttention" => 4 * Product(inputs[0]) * inputs[1][1],
        _ => 0,
    };

    private static double Product(IEnumerable<long> shape) => shape.Aggregate(1.0, (product, length) => product * length);

    private static IReadOnlyList<long[]> Shapes(JsonElement args, string property) =>
        [.. args.GetProperty(property).EnumerateArray().Select(tensor => tensor.EnumerateObject().First().Value.EnumerateArray().Select(length => length.GetInt64()).ToArray())];
}
