namespace SwiftDiffusion.Diffusion.Checkpoints.Configs;

/// <summary>Heads split channels evenly, wherever there is attention.</summary>
internal static class HeadsCheck
{
    public static void Run(ConfigFile file, TrunkConfig trunk, IEnumerable<BlockConfig> upBlocks)
    {
        var blocks = trunk.DownBlocks.Concat(upBlocks).Select(block => (block.Path, block.Channels, block.Attention));
        if (trunk.Mid is { } mid)
        {
            blocks = blocks.Append(("mid_block", mid.Channels, mid.Attention));
        }

        foreach (var (path, channels, attention) in blocks)
        {
            if (attention is { Heads: var heads } && channels % heads != 0)
            {
                throw file.Refuse(
                    file.Has("num_attention_heads") ? "num_attention_heads" : "attention_head_dim",
                    $"the {heads} heads of {path} do not divide its {channels} channels (the key holds numbers of heads, whatever its name)");
            }
        }
    }
}
