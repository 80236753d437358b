namespace SwiftDiffusion.Diffusion.Tests.Networks;

/// <summary>What diffusers' ControlNetUnionModel does to the embeddings of its pictures, step by step and in double precision, with the attention over the batch that it has.</summary>
/// <param name="weights">Of the network.</param>
/// <param name="channels">Width of the transformer.</param>
/// <param name="heads">Of its attention.</param>
/// <param name="layers">Of the transformer.</param>
internal sealed class UnionReference(IReadOnlyDictionary<string, float[]> weights, int channels, int heads, int layers)
{
    /// <summary>What is added to the latents' first convolution.</summary>
    /// <param name="embeddings">Of each picture: its values <c>[batch, channels, pixels]</c>, its kind and its scale.</param>
    /// <param name="latents">Average of the latents' first convolution, <c>[batch][channels]</c>: the last token.</param>
    public double[] Hint(IReadOnlyList<(float[] Values, int Kind, double Scale)> embeddings, double[][] latents)
    {
        var (batch, several) = (latents.Length, embeddings.Count > 1);
        var pixels = embeddings[0].Values.Length / batch / channels;
        var tokens = latents.Select((last, row) => embeddings.Select(embedding => Token(embedding, row, pixels, several)).Append(last).ToArray()).ToArray(); // [batch][tokens][channels]
        for (var layer = 0; layer < layers; layer++)
        {
            tokens = Layer($"transformer_layes.{layer}", tokens);
        }

        var hint = new double[embeddings[0].Values.Length];
        foreach (var (c, (values, _, scale)) in embeddings.Index())
        {
            var s = several ? scale : 1;
            for (var i = 0; i < hint.Length; i++)
            {
                hint[i] += (values[i] * s) + (Linear("spatial_ch_projs", tokens[i / pixels / channels][c])[i / pixels % channels] * s);
            }
        }

        return hint;
    }

    /// <summary>y = W·x + b.</summary>
    public double[] Linear(string module, double[] x) => Linear(weights[$"{module}.weight"], weights[$"{module}.bias"], x);

    private double[] Token((float[] Values, int Kind, double Scale) embedding, int row, int pixels, bool several) =>
    [
        .. Enumerable.Range(0, channels).Select(channel =>
            (embedding.Values.Skip(((row * channels) + channel) * pixels).Take(pixels).Average(value => (double)value) + weights["task_embedding"][(embedding.Kind * channels) + channel])
            * (several ? embedding.Scale : 1)),
    ];

    private double[][][] Layer(string module, double[][][] x)
    {
        var attended = Attention($"{module}.attn", [.. x.Select(row => row.Select(token => Norm($"{module}.ln_1", token)).ToArray())]);
        return
        [
            .. x.Select((row, b) => row.Select((token, t) =>
            {
                double[] sum = [.. token.Zip(attended[b][t], (a, y) => a + y)];
                var hidden = Linear($"{module}.mlp.c_fc", Norm($"{module}.ln_2", sum)).Select(h => h / (1 + Math.Exp(-1.702 * h))).ToArray();
                return sum.Zip(Linear($"{module}.mlp.c_proj", hidden), (a, y) => a + y).ToArray();
            }).ToArray()),
        ];
    }

    /// <summary>torch's MultiheadAttention with batch_first=False over <c>[batch, tokens, channels]</c>: a query sees the tokens of its own place in the other rows.</summary>
    private double[][][] Attention(string module, double[][][] x)
    {
        var width = channels / heads;
        var projected = x.Select(row => row.Select(token => Linear(weights[$"{module}.in_proj_weight"], weights[$"{module}.in_proj_bias"], token)).ToArray()).ToArray();
        return [.. x.Select((row, b) => row.Select((_, t) => Linear($"{module}.out_proj", [.. Enumerable.Range(0, channels).Select(c => Attend(b, t, c))])).ToArray())];

        double Attend(int row, int token, int channel)
        {
            var head = channel / width * width;
            var scores = projected.Select(other => Math.Exp(
                Enumerable.Range(head, width).Sum(c => projected[row][token][c] * other[token][channels + c]) / Math.Sqrt(width))).ToArray();
            return scores.Select((score, other) => score * projected[other][token][(2 * channels) + channel]).Sum() / scores.Sum();
        }
    }

    private double[] Norm(string module, double[] x)
    {
        var mean = x.Average();
        var deviation = Math.Sqrt(x.Average(value => (value - mean) * (value - mean)) + 1e-5);
        return [.. x.Select((value, i) => ((value - mean) / deviation * weights[$"{module}.weight"][i]) + weights[$"{module}.bias"][i])];
    }

    private static double[] Linear(float[] weight, float[] bias, double[] x) =>
        [.. bias.Select((offset, row) => offset + x.Select((value, i) => value * weight[(row * x.Length) + i]).Sum())];
}
