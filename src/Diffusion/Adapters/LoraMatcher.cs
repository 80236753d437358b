using SwiftDiffusion.Diffusion.Adapters.Files;
using SwiftDiffusion.Diffusion.Adapters.Inspection;
using SwiftDiffusion.Diffusion.Adapters.Naming;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Adapters;

/// <summary>Matches LoRAs to a base model: keys by name, then shapes. Thread-safe.</summary>
internal sealed class LoraMatcher(AdapterTargets targets)
{
    /// <summary>Reads a LoRA and matches it.</summary>
    /// <exception cref="CheckpointException">The file is broken, has nothing for this model, or is for another family of base models.</exception>
    public Lora Load(string path)
    {
        using var file = LoraFile.Open(path);
        var unmatched = new List<string>();
        var changes = new List<Change>();
        foreach (var module in Group(file, unmatched))
        {
            var found = ChangesOf(module).ToArray();
            changes.AddRange(found);
            unmatched.AddRange(found.Length == 0 ? module.Keys : []);
        }

        CheckAny(file, changes);
        CheckShapes(file, changes);
        return new Lora(
            file.Identity,
            changes.ToDictionary(change => change.Id, change => change.Delta.Read()),
            changes.Select(change => change.Module).Distinct().Count(),
            [.. unmatched.Order(StringComparer.Ordinal)],
            file.Tensors.Tensors.Values.Where(tensor => !unmatched.Contains(tensor.Name)).Sum(tensor => tensor.Count * sizeof(float)));
    }

    private LoraModule[] Group(LoraFile file, List<string> unmatched)
    {
        var modules = new Dictionary<AdapterTarget, LoraModule>();
        foreach (var tensor in file.Tensors.Tensors.Values.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
        {
            if (LoraKey.TryParse(tensor.Name) is not { } key || targets.Find(key.Stem) is not { } target || (key.IsOfBias && !target.HasBias))
            {
                unmatched.Add(tensor.Name);
                continue;
            }

            if (!modules.TryGetValue(target, out var module))
            {
                modules.Add(target, module = new LoraModule(file, target));
            }

            module.Add(key.Part, tensor);
        }

        return [.. modules.Values];
    }

    private static IEnumerable<Change> ChangesOf(LoraModule module)
    {
        if (DeltaReader.Weight(module) is { } weight)
        {
            yield return new Change(module, module.Target.Weight, weight);
        }

        if (DeltaReader.Bias(module) is { } bias)
        {
            yield return new Change(module, module.Target.Bias, bias);
        }
    }

    private static void CheckAny(LoraFile file, List<Change> changes)
    {
        if (changes.Count == 0)
        {
            var keys = file.Tensors.Tensors.Keys.Order(StringComparer.Ordinal).ToArray();
            throw new CheckpointException(
                file.Path,
                $"none of the {keys.Length} keys names a module of the base model (the first is '{keys.FirstOrDefault()}'); " +
                "allowed are LoRA, LoCon, LoHa, LoKr, DoRA and full differences in the names of kohya, LyCORIS, PEFT or diffusers, for a base model of the same family.");
        }
    }

    private static void CheckShapes(LoraFile file, List<Change> changes)
    {
        Change[] wrong = [.. changes.Where(change => !change.Delta.Fits(change.Weight.Shape))];
        if (wrong.Length > 0)
        {
            var family = LoraInspector.FamilyOf(file.Tensors);
            throw new CheckpointException(
                file.Path,
                $"{wrong.Length} of {changes.Count} weights do not fit the base model: '{wrong[0].Module.Keys.First()}' is for a weight of shape {wrong[0].Delta.ShapeText}, " +
                $"the base model's '{wrong[0].Id.Name}' is {wrong[0].Weight.ShapeText}. The LoRA was made for another family of base models{(family == ModelFamily.Unknown ? "" : $", {family}")}.");
        }
    }

    /// <summary>A change of one weight or bias.</summary>
    private sealed record Change(LoraModule Module, WeightId Id, DeclaredDelta Delta)
    {
        public TensorInfo Weight { get; } = Module.Target.Tensors.Tensors[Id.Name];
    }
}
