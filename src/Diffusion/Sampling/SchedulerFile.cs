using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>A model's <c>scheduler_config.json</c>: what it says, to be read by the class that it names or by another that a request asks for.</summary>
/// <remarks>
/// Values in the file hold for every class that has a setting of that name; what the file leaves out takes the default of the class in use, not of the class named.
/// Settings that the class in use does not have are another sampler's and do nothing, as in diffusers. A value that the class in use would heed and we do not support
/// is refused by its name. A setting unknown to every class is refused where the file's own class is in use.
/// </remarks>
internal sealed class SchedulerFile(string path, JsonElement settings, string? className = null)
{
    private const string ClassNameKey = "_class_name";
    private const string AlgorithmKey = "algorithm_type";

    private readonly SchedulerSettings file = new(path, settings);

    /// <summary>The configuration for a request: the sampler it asks for, or the file's own.</summary>
    /// <exception cref="CheckpointException">The file has a value that its own sampler cannot use.</exception>
    /// <exception cref="SamplingException">The sampler cannot do what <paramref name="choice"/> asks, or cannot use the file.</exception>
    public SchedulerConfig Resolve(SamplerChoice? choice = null)
    {
        choice ??= new SamplerChoice();
        choice.RequireDefined();
        return choice.ApplyTo(choice.Kind is { } kind ? ReadAs(kind) : ReadOwn());
    }

    // The class starts with Runge-Kutta steps unless told not to. Who asks for PNDM in a request gets the form without.
    private SchedulerConfig ReadOwn()
    {
        var name = className ?? file.Text(ClassNameKey, null);
        if (name is null || !SchedulerClasses.Kinds.TryGetValue(name, out var kind))
        {
            throw new CheckpointException(path, $"'{ClassNameKey}' is {name ?? "missing"}; allowed are {string.Join(", ", SchedulerClasses.Kinds.Keys)}");
        }

        file.RejectUnknown();
        if (kind == SamplerKind.Pndm && !file.Flag("skip_prk_steps", false))
        {
            throw file.Unsupported("skip_prk_steps", "true, which is not the default");
        }

        // The stochastic DPM-Solver++ is a setting of the deterministic one's class.
        return SchedulerDefaults.Read(file, kind != SamplerKind.DpmPlusPlus2M ? kind
            : file.OneOf(AlgorithmKey, kind, ("dpmsolver++", kind), ("deis", kind), ("sde-dpmsolver++", SamplerKind.DpmPlusPlus2MSde)));
    }

    private SchedulerConfig ReadAs(SamplerKind kind)
    {
        try
        {
            return SchedulerDefaults.Read(file, kind);
        }
        catch (CheckpointException e)
        {
            throw new SamplingException(SamplingException.Sampler, $"{kind} cannot use this model's scheduler_config.json, where {e.Problem}.");
        }
    }
}
