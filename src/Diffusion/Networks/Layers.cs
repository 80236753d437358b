using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Networks;

/// <summary>The layers that every network is made of, under torch's names. A module's path names its weights and its node.</summary>
internal static class Layers
{
    /// <summary>y = x·Wᵀ + b over the last dimension.</summary>
    /// <param name="graph">Receives the nodes.</param>
    /// <param name="module">Path of the module, for example <c>mid_block.attentions.0.proj_in</c>.</param>
    /// <param name="x"><c>[..., inputs]</c>.</param>
    /// <param name="inputs">Length of the last dimension.</param>
    /// <param name="outputs">Length of the result's last dimension.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="storedAs">The weight's shape in the checkpoint when it isn't <c>[outputs, inputs]</c>: a 1x1 convolution is the same map.</param>
    public static Value Linear(this OnnxGraph graph, string module, Value x, int inputs, int outputs, bool bias = true, long[]? storedAs = null)
    {
        var weight = graph.Weight($"{module}.weight", storedAs ?? [outputs, inputs], viewedAs: [outputs, inputs]);
        var y = graph.MicrosoftNode(module, "FusedMatMul", [x, weight], ("transB", 1));
        return bias ? graph.Node($"{module}.bias", "Add", [y, graph.Weight($"{module}.bias", [outputs])]) : y;
    }

    /// <summary>A square convolution of <c>[batch, inputs, height, width]</c>.</summary>
    /// <param name="graph">Receives the nodes.</param>
    /// <param name="module">Path of the module.</param>
    /// <param name="x"><c>[batch, inputs, height, width]</c>.</param>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="kernel">Side of the kernel.</param>
    /// <param name="stride">Step of the kernel.</param>
    /// <param name="padding">Zeros at top, left, bottom and right; half the kernel on every side when left out.</param>
    public static Value Conv(this OnnxGraph graph, string module, Value x, int inputs, int outputs, int kernel = 3, int stride = 1, long[]? padding = null)
    {
        var half = (kernel - 1) / 2;
        return graph.Node(
            module,
            "Conv",
            [x, graph.Weight($"{module}.weight", [outputs, inputs, kernel, kernel]), graph.Weight($"{module}.bias", [outputs])],
            ("kernel_shape", [kernel, kernel]),
            ("strides", [stride, stride]),
            ("pads", padding ?? [half, half, half, half]));
    }

    /// <summary>Group normalization with a gain and an offset per channel, arXiv:1803.08494.</summary>
    /// <remarks>ONNX Runtime has no kernel for it on the CPU: normalizing each group as one instance is the fastest form there.</remarks>
    public static Value GroupNorm(this OnnxGraph graph, string module, Value x, int channels, int groups, float epsilon)
    {
        var shape = graph.Node(module, "Shape", [x]);
        var grouped = graph.Reshape(module, x, 0, groups, -1); // [batch, groups, channels/groups·height·width]
        var ones = graph.Constant(Enumerable.Repeat(1f, groups).ToArray());
        var zeros = graph.Constant(new float[groups]);
        var normalized = graph.Node(module, "InstanceNormalization", [grouped, ones, zeros], ("epsilon", epsilon));
        var restored = graph.Node(module, "Reshape", [normalized, shape]);
        var scaled = graph.Node(module, "Mul", [restored, graph.Weight($"{module}.weight", [channels], viewedAs: [channels, 1, 1])]);
        return graph.Node(module, "Add", [scaled, graph.Weight($"{module}.bias", [channels], viewedAs: [channels, 1, 1])]);
    }

    /// <summary>Layer normalization over the last dimension, arXiv:1607.06450.</summary>
    public static Value LayerNorm(this OnnxGraph graph, string module, Value x, int width, float epsilon = 1e-5f) => graph.Node(
        module,
        "LayerNormalization",
        [x, graph.Weight($"{module}.weight", [width]), graph.Weight($"{module}.bias", [width])],
        ("axis", -1),
        ("epsilon", epsilon));

    /// <summary>x·σ(x).</summary>
    public static Value Silu(this OnnxGraph graph, string module, Value x) => graph.MicrosoftNode(module, "QuickGelu", [x], ("alpha", 1f));

    /// <summary>x·σ(1.702·x), CLIP's approximation of GELU.</summary>
    public static Value QuickGelu(this OnnxGraph graph, string module, Value x) => graph.MicrosoftNode(module, "QuickGelu", [x], ("alpha", 1.702f));

    /// <summary>x·Φ(x), exact.</summary>
    public static Value Gelu(this OnnxGraph graph, string module, Value x) => graph.MicrosoftNode(module, "Gelu", [x]);

    /// <summary>softmax(q·kᵀ/√d)·v, heads side by side in the last dimension.</summary>
    /// <param name="graph">Receives the nodes.</param>
    /// <param name="module">Path of the module.</param>
    /// <param name="query"><c>[batch, queries, heads·d]</c>.</param>
    /// <param name="key"><c>[batch, keys, heads·d]</c>.</param>
    /// <param name="value"><c>[batch, keys, heads·d]</c>.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="causal">Whether a query sees only keys up to its own place.</param>
    public static Value Attention(this OnnxGraph graph, string module, Value query, Value key, Value value, int heads, bool causal = false) => graph.MicrosoftNode(
        module,
        "MultiHeadAttention",
        [query, key, value],
        ("num_heads", heads),
        ("unidirectional", causal ? 1 : 0));

    /// <summary>Another shape for the same elements: 0 keeps a dimension, -1 takes what is left.</summary>
    public static Value Reshape(this OnnxGraph graph, string module, Value x, params long[] shape) => graph.Node(module, "Reshape", [x, graph.Constant(shape)]);

    /// <summary><c>[batch, channels, height, width]</c> to <c>[batch, height·width, channels]</c>.</summary>
    public static Value PixelsToTokens(this OnnxGraph graph, string module, Value x)
    {
        var flat = graph.Reshape(module, x, 0, 0, -1);
        return graph.Node(module, "Transpose", [flat], ("perm", [0, 2, 1]));
    }

    /// <summary><c>[batch, height·width, channels]</c> back to the shape of <paramref name="like"/>.</summary>
    public static Value TokensToPixels(this OnnxGraph graph, string module, Value tokens, Value like)
    {
        var flat = graph.Node(module, "Transpose", [tokens], ("perm", [0, 2, 1]));
        return graph.Node(module, "Reshape", [flat, graph.Node(module, "Shape", [like])]);
    }

    /// <summary>Repeats pixels to the height and width of <paramref name="like"/>, as torch's nearest interpolation does.</summary>
    public static Value ResizeNearestLike(this OnnxGraph graph, string module, Value x, Value like)
    {
        var planes = graph.Node(module, "Shape", [x], ("start", 0), ("end", 2));
        var size = graph.Node(module, "Shape", [like], ("start", 2), ("end", 4));
        return Resize(graph, module, [x, Value.None, Value.None, graph.Node(module, "Concat", [planes, size], ("axis", 0))]);
    }

    /// <summary>Repeats each pixel in a square of 2 by 2.</summary>
    public static Value UpsampleNearest(this OnnxGraph graph, string module, Value x) => Resize(graph, module, [x, Value.None, graph.Constant(1f, 1f, 2f, 2f)]);

    /// <summary>The sum of two values.</summary>
    public static Value Add(this OnnxGraph graph, string module, Value a, Value b) => graph.Node(module, "Add", [a, b]);

    private static Value Resize(OnnxGraph graph, string module, Value[] operands) => graph.Node(
        module,
        "Resize",
        operands,
        ("mode", "nearest"),
        ("coordinate_transformation_mode", "asymmetric"),
        ("nearest_mode", "floor"));
}
