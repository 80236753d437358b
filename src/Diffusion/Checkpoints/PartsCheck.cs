using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Checkpoints.Layouts;

namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>Holds the networks of a base model against each other: each may be sound and of another model.</summary>
internal static class PartsCheck
{
    /// <summary>Which Stable Diffusion has a trunk like this.</summary>
    public static ModelFamily FamilyOf(TrunkConfig trunk) =>
        trunk.TextTime is not null ? ModelFamily.StableDiffusionXL : trunk.UseLinearProjection ? ModelFamily.StableDiffusion2 : ModelFamily.StableDiffusion1;

    /// <summary>Width of the text that a trunk reads, null where it reads none.</summary>
    public static int? TextWidth(TrunkConfig trunk) =>
        trunk.DownBlocks.Select(block => block.Attention).Append(trunk.Mid?.Attention).FirstOrDefault(attention => attention is not null)?.CrossAttentionDim;

    /// <exception cref="CheckpointException">Two networks do not fit.</exception>
    public static void Run(Checkpoint checkpoint)
    {
        var (unet, vae, trunk) = (checkpoint.UNet.Config, checkpoint.Vae.Config, checkpoint.UNet.Config.Trunk);
        var latents = vae.LatentChannels;
        Expect(checkpoint, unet.OutChannels == latents, $"the unet predicts {unet.OutChannels} channels ('out_channels'); it must be the vae's 'latent_channels', {latents}.");
        Expect(
            checkpoint,
            trunk.InChannels == latents || trunk.InChannels == (2 * latents) + 1,
            $"the unet reads {trunk.InChannels} channels ('in_channels'); supported are {latents}, and {(2 * latents) + 1} for inpainting. " +
            "Models for depth, upscaling and instructions have other numbers.");
        var width = checkpoint.TextEncoders.Sum(encoder => encoder.Config.HiddenSize);
        Expect(
            checkpoint,
            TextWidth(trunk) is not { } read || read == width,
            $"the unet reads text of width {TextWidth(trunk)} ('cross_attention_dim'); {Named(checkpoint)} together give {width} ('hidden_size').");
        if (trunk.TextTime is { PooledDim: var pooled })
        {
            var last = checkpoint.TextEncoders[^1];
            var given = last.Tensors.Tensors.TryGetValue(ClipTextLayout.Projection, out var projection) ? projection.Shape[0] : 0;
            Expect(
                checkpoint,
                given == pooled,
                $"the unet reads a pooled text of width {pooled} ('projection_class_embeddings_input_dim'); {last.Name} gives one of width {given} ('projection_dim').");
        }

        var lengths = checkpoint.TextEncoders.Select(encoder => encoder.Config.MaxPositions).Distinct();
        Expect(checkpoint, lengths.Count() == 1, $"the text encoders read {string.Join(" and ", lengths)} tokens ('max_position_embeddings'); it must be as many for each.");
    }

    private static string Named(Checkpoint checkpoint) => string.Join(" and ", checkpoint.TextEncoders.Select(encoder => encoder.Name));

    private static void Expect(Checkpoint checkpoint, bool condition, string problem)
    {
        if (!condition)
        {
            throw new CheckpointException(checkpoint.Path, problem);
        }
    }
}
