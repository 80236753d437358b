namespace SwiftDiffusion.Diffusion.Checkpoints.Naming;

/// <summary>The names of text encoders: transformers' own, with and without their first word, and OpenCLIP's.</summary>
internal static class ClipNames
{
    private const string Model = "text_model.";

    private static readonly (string Original, string Transformers)[] OpenClipModules =
        [("token_embedding", "text_model.embeddings.token_embedding"), ("ln_final", "text_model.final_layer_norm"), ("text_projection", "text_projection")];

    private static readonly (string Original, string Transformers)[] OpenClipParts =
    [
        ("ln_1", "layer_norm1"),
        ("ln_2", "layer_norm2"),
        ("attn.out_proj", "self_attn.out_proj"),
        ("mlp.c_fc", "mlp.fc1"),
        ("mlp.c_proj", "mlp.fc2"),
    ];

    // Tensors that belong to no computation: buffers, and what only training uses.
    private static readonly string[] Idle = ["position_ids", "logit_scale", "attn_mask"];

    /// <summary>Shows an encoder that transformers has written. Some versions leave out the leading <c>text_model.</c>, which is put back.</summary>
    public static TensorView Transformers(ITensorSource source, string prefix = "")
    {
        var view = new TensorView(source);
        foreach (var tensor in source.Tensors.Values.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal) && !IsIdle(tensor.Name)))
        {
            var name = tensor.Name[prefix.Length..];
            var isShort = ((string[])["embeddings.", "encoder.", "final_layer_norm."]).Any(start => name.StartsWith(start, StringComparison.Ordinal));
            view.Add(isShort ? Model + name : name, tensor);
        }

        return view;
    }

    /// <summary>Shows an OpenCLIP encoder under transformers' names: its joint projection to query, key and value in three parts, its text projection transposed.</summary>
    /// <param name="source">The file.</param>
    /// <param name="prefix">For example <c>conditioner.embedders.1.model.</c>.</param>
    /// <param name="penultimate">Whether the model reads the second to last layer alone, as SD 2 does: the last layer and the projection are left out.</param>
    public static TensorView OpenClip(ITensorSource source, string prefix, bool penultimate)
    {
        TensorInfo[] tensors = [.. source.Tensors.Values.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal))];
        var layers = new ModuleSet(tensors.Select(tensor => tensor.Name[prefix.Length..])).Count("transformer.resblocks.");
        var (view, map) = (new TensorView(source), OpenClipMap(layers));
        foreach (var tensor in tensors)
        {
            var name = tensor.Name[prefix.Length..];
            var isLast = name.StartsWith($"transformer.resblocks.{layers - 1}.", StringComparison.Ordinal) || name.StartsWith("text_projection", StringComparison.Ordinal);
            if (!(penultimate && isLast) && !AddSpecial(view, name, tensor))
            {
                AddRenamed(view, map.Rename(name), tensor);
            }
        }

        return view;
    }

    /// <summary>The table of modules that only change their names.</summary>
    public static ModuleMap OpenClipMap(int layers)
    {
        var map = new ModuleMap();
        foreach (var (original, transformers) in OpenClipModules)
        {
            map.Add(original, transformers);
        }

        for (var i = 0; i < layers; i++)
        {
            map.AddParts($"transformer.resblocks.{i}", Layer(i), OpenClipParts);
        }

        return map;
    }

    private static string Layer(int i) => $"text_model.encoder.layers.{i}";

    private static void AddRenamed(TensorView view, string? name, TensorInfo tensor)
    {
        if (name is not null)
        {
            view.Add(name, tensor);
        }
        else if (!IsIdle(tensor.Name))
        {
            view.AddUnplaced(tensor);
        }
    }

    /// <summary>Adds a tensor whose elements move, or which is no module's.</summary>
    private static bool AddSpecial(TensorView view, string name, TensorInfo tensor)
    {
        switch (name)
        {
            case "positional_embedding":
                view.Add("text_model.embeddings.position_embedding.weight", tensor);
                return true;
            case "text_projection":
                view.AddTransposed("text_projection.weight", tensor);
                return true;
            default:
                return AddJointProjection(view, name, tensor);
        }
    }

    private static bool AddJointProjection(TensorView view, string name, TensorInfo tensor)
    {
        const string Joint = ".attn.in_proj_";
        var at = name.IndexOf(Joint, StringComparison.Ordinal);
        if (at < 0 || name[(at + Joint.Length)..] is not ("weight" or "bias") || !int.TryParse(name[..at].Split('.')[^1], out var layer))
        {
            return false;
        }

        foreach (var (part, projection) in ((string[])["q_proj", "k_proj", "v_proj"]).Index())
        {
            view.AddRows($"{Layer(layer)}.self_attn.{projection}.{name[(at + Joint.Length)..]}", tensor, part, parts: 3);
        }

        return true;
    }

    private static bool IsIdle(string name) => Idle.Any(end => name.EndsWith(end, StringComparison.Ordinal));
}
