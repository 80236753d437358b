using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Computes ahead of the step loop what a UNet or a ControlNet needs of timesteps and prompt, and what stays the same in it.</summary>
internal sealed class Conditioner : IDisposable
{
    private readonly TrunkConfig trunk;
    private readonly IReadOnlyList<CrossAttention> attentions;
    private readonly NetworkSession timeEmbedding;
    private readonly NetworkSession textContext;

    /// <summary>Builds both graphs over the network's weights.</summary>
    public Conditioner(string network, TrunkConfig trunk, TimeEmbedding time, IEnumerable<CrossAttention> attentions, WeightStore weights, Device device)
    {
        (this.trunk, this.attentions) = (trunk, [.. attentions]);
        timeEmbedding = new NetworkSession(time.Build(network), weights, device);
        try
        {
            textContext = new NetworkSession(TextContext.Build(network, this.attentions), weights, device);
        }
        catch
        {
            timeEmbedding.Dispose();
            throw;
        }
    }

    /// <summary>Computes the conditions of a run.</summary>
    /// <param name="text">Text embeddings, <c>[batch, tokens, context width]</c>.</param>
    /// <param name="features">The same number of rows for each call.</param>
    /// <param name="calls">How many times the network will be called.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    public RunConditions Compute(NativeTensor<float> text, TimeFeatures features, int calls, CancellationToken cancellationToken)
    {
        var conditions = new RunConditions(features.Time.Shape[0], calls, trunk.TimeEmbedDim);
        try
        {
            foreach (var attention in attentions)
            {
                conditions.AddText(attention.Key, text.Shape[0], text.Shape[1], attention.Width);
                conditions.AddText(attention.Value, text.Shape[0], text.Shape[1], attention.Width);
            }

            Update(conditions, text, features, cancellationToken);
            return conditions;
        }
        catch
        {
            conditions.Dispose();
            throw;
        }
    }

    /// <summary>Computes them anew, in place, after weights or text have changed.</summary>
    /// <param name="conditions">Made by <see cref="Compute"/>.</param>
    /// <param name="text">Of the same shape as then.</param>
    /// <param name="features">As many as then.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    public void Update(RunConditions conditions, NativeTensor<float> text, TimeFeatures features, CancellationToken cancellationToken)
    {
        EmbedTime(features, conditions, cancellationToken);
        ProjectText(text, conditions, cancellationToken);
    }

    public void Dispose()
    {
        textContext.Dispose();
        timeEmbedding.Dispose();
    }

    private void EmbedTime(TimeFeatures features, RunConditions conditions, CancellationToken cancellationToken)
    {
        using var binding = timeEmbedding.Bind();
        binding.Input(TimeEmbedding.TimeInput, features.Time).Output(TimeEmbedding.Output, conditions.TimeOfAllCalls);
        if (features.Added is not null)
        {
            binding.Input(TimeEmbedding.AddedInput, features.Added);
        }

        if (features.Guidance is not null)
        {
            binding.Input(TimeEmbedding.GuidanceInput, features.Guidance);
        }

        if (features.Kinds is not null)
        {
            binding.Input(TimeEmbedding.KindInput, features.Kinds);
        }

        binding.Run(cancellationToken);
    }

    private void ProjectText(NativeTensor<float> text, RunConditions conditions, CancellationToken cancellationToken)
    {
        if (attentions.Count == 0)
        {
            return;
        }

        using var binding = textContext.Bind();
        binding.Input(TextContext.Embeddings, text);
        foreach (var attention in attentions)
        {
            binding.Output(attention.Key, conditions.Text(attention.Key)).Output(attention.Value, conditions.Text(attention.Value));
        }

        binding.Run(cancellationToken);
    }
}
