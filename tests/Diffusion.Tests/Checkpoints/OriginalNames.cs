using System.Text.RegularExpressions;
using SwiftDiffusion.Diffusion.Checkpoints.Layouts;

namespace SwiftDiffusion.Diffusion.Tests.Checkpoints;

/// <summary>diffusers' names to those of LDM and SGM, by arithmetic over block numbers: the other way round, and by other means, than the product goes.</summary>
internal static partial class OriginalNames
{
    private const int Layers = 2;

    private static readonly (string Diffusers, string Original)[] Ends =
    [
        ("conv_in.", "input_blocks.0.0."), ("time_embedding.linear_1.", "time_embed.0."), ("time_embedding.linear_2.", "time_embed.2."),
        ("add_embedding.linear_1.", "label_emb.0.0."), ("add_embedding.linear_2.", "label_emb.0.2."), ("conv_norm_out.", "out.0."), ("conv_out.", "out.2."),
        ("mid_block.resnets.0.", "middle_block.0."), ("mid_block.attentions.0.", "middle_block.1."), ("mid_block.resnets.1.", "middle_block.2."),
        ("controlnet_mid_block.", "middle_block_out.0."), ("controlnet_cond_embedding.conv_in.", "input_hint_block.0."),
        ("controlnet_cond_embedding.conv_out.", "input_hint_block.14."),
    ];

    private static readonly (string Diffusers, string Original)[] ResnetParts =
    [
        (".norm1.", ".in_layers.0."), (".conv1.", ".in_layers.2."), (".time_emb_proj.", ".emb_layers.1."), (".norm2.", ".out_layers.0."), (".conv2.", ".out_layers.3."),
        (".conv_shortcut.", ".skip_connection."),
    ];

    /// <summary>A UNet's or a ControlNet's name.</summary>
    /// <param name="name">In diffusers.</param>
    /// <param name="attentive">Whether an up block has attention, which moves its upsampler by one.</param>
    public static string Trunk(string name, Func<int, bool> attentive)
    {
        var original = name;
        foreach (var (diffusers, ldm) in Ends.Where(end => name.StartsWith(end.Diffusers, StringComparison.Ordinal)))
        {
            original = ldm + name[diffusers.Length..];
        }

        original = Hint().Replace(original, match => $"input_hint_block.{(2 * Number(match, 1)) + 2}.");
        original = Zero().Replace(original, match => $"zero_convs.{Number(match, 1)}.0.");
        original = Down().Replace(original, match => $"input_blocks.{(Number(match, 1) * (Layers + 1)) + Number(match, 3) + 1}.{(match.Groups[2].Value == "resnets" ? 0 : 1)}.");
        original = Downsampler().Replace(original, match => $"input_blocks.{(Number(match, 1) + 1) * (Layers + 1)}.0.op.");
        original = Up().Replace(original, match => $"output_blocks.{(Number(match, 1) * (Layers + 1)) + Number(match, 3)}.{(match.Groups[2].Value == "resnets" ? 0 : 1)}.");
        original = Upsampler().Replace(original, match => $"output_blocks.{(Number(match, 1) * (Layers + 1)) + Layers}.{(attentive(Number(match, 1)) ? 2 : 1)}.conv.");
        return name.Contains("resnets", StringComparison.Ordinal)
            ? ResnetParts.Aggregate(original, (text, part) => text.Replace(part.Diffusers, part.Original, StringComparison.Ordinal))
            : original;
    }

    /// <summary>A VAE's name.</summary>
    public static string Vae(string name)
    {
        (string, string)[] parts =
        [
            (".mid_block.resnets.0.", ".mid.block_1."), (".mid_block.resnets.1.", ".mid.block_2."), (".mid_block.attentions.0.", ".mid.attn_1."), (".group_norm.", ".norm."),
            (".to_q.", ".q."), (".to_k.", ".k."), (".to_v.", ".v."), (".to_out.0.", ".proj_out."), (".conv_norm_out.", ".norm_out."), (".conv_shortcut.", ".nin_shortcut."),
            (".downsamplers.0.", ".downsample."), (".upsamplers.0.", ".upsample."), (".down_blocks.", ".down."), (".resnets.", ".block."),
        ];
        var original = parts.Aggregate(name, (text, part) => text.Replace(part.Item1, part.Item2, StringComparison.Ordinal));
        return VaeUp().Replace(original, match => $".up.{3 - Number(match, 1)}.");
    }

    /// <summary>An OpenCLIP encoder with the joint projections and the transposed text projection of the original.</summary>
    public static IEnumerable<NeededTensor> OpenClip(IEnumerable<NeededTensor> layout)
    {
        (string, string)[] parts =
        [
            ("text_model.embeddings.token_embedding.", "token_embedding."), ("text_model.embeddings.position_embedding.weight", "positional_embedding"),
            ("text_model.final_layer_norm.", "ln_final."), ("text_model.encoder.layers.", "transformer.resblocks."), (".layer_norm1.", ".ln_1."), (".layer_norm2.", ".ln_2."),
            (".mlp.fc1.", ".mlp.c_fc."), (".mlp.fc2.", ".mlp.c_proj."), (".self_attn.q_proj.", ".attn.in_proj_"), (".self_attn.out_proj.", ".attn.out_proj."),
            ("text_projection.weight", "text_projection"),
        ];
        foreach (var tensor in layout.Where(tensor => !tensor.Name.Contains(".k_proj.", StringComparison.Ordinal) && !tensor.Name.Contains(".v_proj.", StringComparison.Ordinal)))
        {
            var name = parts.Aggregate(tensor.Name, (text, part) => text.Replace(part.Item1, part.Item2, StringComparison.Ordinal));
            long[] shape = tensor.Name.Contains(".q_proj.", StringComparison.Ordinal) ? [3 * tensor.Shape[0], .. tensor.Shape[1..]]
                : tensor.Name == "text_projection.weight" ? [tensor.Shape[1], tensor.Shape[0]]
                : tensor.Shape;
            yield return new NeededTensor(name, shape);
        }
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan);

    [GeneratedRegex(@"^down_blocks\.(\d+)\.(resnets|attentions)\.(\d+)\.")]
    private static partial Regex Down();

    [GeneratedRegex(@"^down_blocks\.(\d+)\.downsamplers\.0\.conv\.")]
    private static partial Regex Downsampler();

    [GeneratedRegex(@"^up_blocks\.(\d+)\.(resnets|attentions)\.(\d+)\.")]
    private static partial Regex Up();

    [GeneratedRegex(@"^up_blocks\.(\d+)\.upsamplers\.0\.conv\.")]
    private static partial Regex Upsampler();

    [GeneratedRegex(@"^controlnet_cond_embedding\.blocks\.(\d+)\.")]
    private static partial Regex Hint();

    [GeneratedRegex(@"^controlnet_down_blocks\.(\d+)\.")]
    private static partial Regex Zero();

    [GeneratedRegex(@"\.up_blocks\.(\d+)\.")]
    private static partial Regex VaeUp();
}
