using SwiftDiffusion.Diffusion.Checkpoints.Configs;

namespace SwiftDiffusion.Diffusion.Checkpoints.Layouts;

/// <summary>Lists the tensors of a network, module by module, as diffusers names and shapes them.</summary>
internal sealed class TensorLayout
{
    private readonly List<NeededTensor> tensors = [];

    public IReadOnlyList<NeededTensor> Tensors => tensors;

    public void Tensor(string name, params long[] shape) => tensors.Add(new NeededTensor(name, shape));

    public void Conv(string module, int inputs, int outputs, int kernel = 3)
    {
        Tensor($"{module}.weight", outputs, inputs, kernel, kernel);
        Tensor($"{module}.bias", outputs);
    }

    public void Linear(string module, int inputs, int outputs, bool bias = true)
    {
        Tensor($"{module}.weight", outputs, inputs);
        if (bias)
        {
            Tensor($"{module}.bias", outputs);
        }
    }

    public void Norm(string module, int channels)
    {
        Tensor($"{module}.weight", channels);
        Tensor($"{module}.bias", channels);
    }

    /// <summary>Two convolutions with norms; <paramref name="timeWidth"/> is null in a VAE, which knows no time.</summary>
    public void Resnet(string module, int inputs, int outputs, int? timeWidth)
    {
        Norm($"{module}.norm1", inputs);
        Conv($"{module}.conv1", inputs, outputs);
        if (timeWidth is { } width)
        {
            Linear($"{module}.time_emb_proj", width, outputs);
        }

        Norm($"{module}.norm2", outputs);
        Conv($"{module}.conv2", outputs, outputs);
        if (inputs != outputs)
        {
            Conv($"{module}.conv_shortcut", inputs, outputs, kernel: 1);
        }
    }

    /// <summary>A transformer over pixels; <paramref name="linear"/> says how its projections are stored.</summary>
    public void Transformer(string module, int channels, AttentionConfig attention, int layers, bool linear)
    {
        Norm($"{module}.norm", channels);
        Projection($"{module}.proj_in", channels, linear);
        for (var k = 0; k < layers; k++)
        {
            TransformerBlock($"{module}.transformer_blocks.{k}", channels, attention);
        }

        Projection($"{module}.proj_out", channels, linear);
    }

    private void TransformerBlock(string module, int channels, AttentionConfig attention)
    {
        Norm($"{module}.norm1", channels);
        Attention($"{module}.attn1", channels, attention.OnlyCrossAttention ? attention.CrossAttentionDim : channels);
        Norm($"{module}.norm2", channels);
        Attention($"{module}.attn2", channels, attention.CrossAttentionDim);
        Norm($"{module}.norm3", channels);
        // A GEGLU: value and gate side by side.
        Linear($"{module}.ff.net.0.proj", channels, 8 * channels);
        Linear($"{module}.ff.net.2", 4 * channels, channels);
    }

    private void Attention(string module, int channels, int context)
    {
        Linear($"{module}.to_q", channels, channels, bias: false);
        Linear($"{module}.to_k", context, channels, bias: false);
        Linear($"{module}.to_v", context, channels, bias: false);
        Linear($"{module}.to_out.0", channels, channels);
    }

    private void Projection(string module, int channels, bool linear)
    {
        if (linear)
        {
            Linear(module, channels, channels);
        }
        else
        {
            Conv(module, channels, channels, kernel: 1);
        }
    }
}
