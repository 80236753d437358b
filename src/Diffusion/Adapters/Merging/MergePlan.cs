namespace SwiftDiffusion.Diffusion.Adapters.Merging;

/// <summary>
/// What a request's LoRAs make of a base model: for each weight that differs from the base, what is added to it and how strongly. It holds no state: whoever patches
/// compares it with what is in the weights.
/// </summary>
internal sealed class MergePlan
{
    private readonly Dictionary<WeightId, List<Contribution>> weights = [];

    /// <summary>The base model as it was trained.</summary>
    public static MergePlan Base { get; } = new();

    /// <summary>The weights that differ from the base.</summary>
    public IEnumerable<WeightId> Weights => weights.Keys;

    /// <summary>What is added to a weight, in order; nothing where it stays as it was trained.</summary>
    public IReadOnlyList<Contribution> Of(WeightId weight) => weights.TryGetValue(weight, out var contributions) ? contributions : [];

    /// <summary>Adds a LoRA. At strength 0 it changes nothing.</summary>
    /// <param name="lora">Matched to the model.</param>
    /// <param name="strength">Of a network's part, by the network's name.</param>
    public void Add(Lora lora, Func<string, float> strength)
    {
        foreach (var (weight, delta) in lora.Deltas)
        {
            if (strength(weight.Network) is var s and not 0)
            {
                if (!weights.TryGetValue(weight, out var contributions))
                {
                    weights.Add(weight, contributions = []);
                }

                contributions.Add(new Contribution(new ContributionSource(lora.Identity, s), delta));
            }
        }
    }
}
