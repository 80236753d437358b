using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Naming;

namespace SwiftDiffusion.Diffusion.Adapters.Naming;

/// <summary>
/// The modules of a base model that adapters may change, under every name that published files give them. Names with underscores for dots cannot be taken apart,
/// so each module's names are written down once and looked up.
/// </summary>
internal sealed class AdapterTargets
{
    private static readonly string[] AttentionInputs = ["to_q", "to_k", "to_v"];
    private static readonly (string Transformers, string Diffusers)[] TextAttention = [("q_proj", "to_q"), ("k_proj", "to_k"), ("v_proj", "to_v"), ("out_proj", "to_out")];

    private readonly Dictionary<string, AdapterTarget> targets = new(StringComparer.Ordinal);

    /// <summary>Writes down the names of every module.</summary>
    /// <param name="unet">The UNet's tensors, under diffusers' names.</param>
    /// <param name="textEncoders">The text encoders' tensors, under transformers' names: one, or in SDXL two.</param>
    public AdapterTargets(ITensorSource unet, IReadOnlyList<ITensorSource> textEncoders)
    {
        AddUNet(unet);
        for (var e = 0; e < textEncoders.Count; e++)
        {
            AddTextEncoder(textEncoders[e], e, textEncoders.Count);
        }
    }

    /// <summary>Every name.</summary>
    public IReadOnlyDictionary<string, AdapterTarget> Names => targets;

    /// <summary>The module that a key's stem names, or null.</summary>
    public AdapterTarget? Find(string stem) => targets.GetValueOrDefault(stem);

    private void AddUNet(ITensorSource unet)
    {
        var modules = Modules(unet);
        var original = OriginalUNetNames.ToOriginal(new ModuleSet(unet.Tensors.Keys));
        foreach (var module in modules)
        {
            var target = new AdapterTarget(AdapterTarget.UNet, module, unet);
            AddFlat("lora_unet_", module, target);
            AddFlat("lycoris_", module, target);
            AddDotted(module, target);
            if (ProcessorName(module) is { } processor)
            {
                AddDotted(processor, target);
            }

            // ModuleMap renames tensors: the module's own name ends at the last dot.
            if (original.Rename(module + ".weight") is { } tensor)
            {
                var name = tensor[..tensor.LastIndexOf('.')];
                AddFlat("lora_unet_", name, target);
                Add("diffusion_model." + name, target);
            }
        }

        void AddDotted(string module, AdapterTarget target)
        {
            Add(module, target);
            Add("unet." + module, target);
            Add("base_model.model." + module, target);
            Add("base_model.model.unet." + module, target);
        }
    }

    private void AddTextEncoder(ITensorSource encoder, int index, int count)
    {
        var part = AdapterTarget.TextEncoder(index);
        foreach (var module in Modules(encoder))
        {
            var target = new AdapterTarget(part, module, encoder);
            AddFlat(count == 1 ? "lora_te_" : $"lora_te{index + 1}_", module, target);
            AddDotted(module);
            if (TextProcessorName(module) is { } processor)
            {
                AddDotted(processor);
            }

            if (count == 1)
            {
                Add("base_model.model." + module, target);
            }

            void AddDotted(string name)
            {
                Add($"{part}.{name}", target);
                Add($"base_model.model.{part}.{name}", target);
                // Newer versions of transformers leave this word out.
                if (name.StartsWith("text_model.", StringComparison.Ordinal))
                {
                    Add($"{part}.{name["text_model.".Length..]}", target);
                }
            }
        }
    }

    private void AddFlat(string prefix, string module, AdapterTarget target) => Add(prefix + module.Replace('.', '_'), target);

    private void Add(string name, AdapterTarget target)
    {
        if (!targets.TryAdd(name, target) && targets[name] != target)
        {
            throw new InvalidOperationException($"'{name}' names both {targets[name]} and {target}.");
        }
    }

    private static IEnumerable<string> Modules(ITensorSource source) =>
        source.Tensors.Keys.Where(name => name.EndsWith(".weight", StringComparison.Ordinal)).Select(name => name[..^".weight".Length]);

    /// <summary>Before version 0.22 diffusers kept LoRAs in attention processors.</summary>
    private static string? ProcessorName(string module)
    {
        const string Output = ".to_out.0";
        var last = module.LastIndexOf('.') + 1;
        return AttentionInputs.Contains(module[last..]) ? $"{module[..last]}processor.{module[last..]}_lora"
            : module.EndsWith(Output, StringComparison.Ordinal) ? module[..^Output.Length] + ".processor.to_out_lora"
            : null;
    }

    private static string? TextProcessorName(string module)
    {
        var last = module.LastIndexOf('.') + 1;
        var name = TextAttention.FirstOrDefault(pair => pair.Transformers == module[last..]).Diffusers;
        return name is null ? null : $"{module[..last]}{name}_lora";
    }
}
