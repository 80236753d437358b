using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>A model's <c>scheduler_config.json</c>: what it says, to be read by the class that it names or by another that a request asks for.</summary>
/// <remarks>
/// Values in the file hold for every class that has a setting of that name; what the file leaves out takes the default of the class in use, not of the class named.
/// Settings that the class in use does not have are another sampler's and do nothing, as in diffusers. A value that the class in use would heed and we do not support
/// is refused with a <see cref="CheckpointException"/>, and so is a setting unknown to every class.
/// </remarks>
internal sealed class SchedulerFile(string path, JsonElement settings, string? className = null)
{
    private const string ClassNameKey = "_class_name";

    private static readonly Dictionary<string, SamplerKind> Classes = new()
    {
        ["DDIMScheduler"] = SamplerKind.Ddim,
        ["DDPMScheduler"] = SamplerKind.Ddpm,
        ["PNDMScheduler"] = SamplerKind.Pndm,
        ["EulerDiscreteScheduler"] = SamplerKind.Euler,
        ["EulerAncestralDiscreteScheduler"] = SamplerKind.EulerAncestral,
        ["HeunDiscreteScheduler"] = SamplerKind.Heun,
        ["DPMSolverMultistepScheduler"] = SamplerKind.DpmPlusPlus2M,
        ["UniPCMultistepScheduler"] = SamplerKind.UniPc,
        ["LCMScheduler"] = SamplerKind.Lcm,
    };

    private readonly SchedulerSettings file = new(path, settings);

    /// <summary>Reads the file.</summary>
    /// <exception cref="CheckpointException">It is not JSON.</exception>
    public static SchedulerFile Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(PythonJson.Quote(File.ReadAllBytes(path)));
            return new SchedulerFile(path, json.RootElement.Clone());
        }
        catch (JsonException e)
        {
            throw new CheckpointException(path, $"is not valid JSON: {e.Message}", e);
        }
    }

    /// <summary>The configuration for a request: the sampler it asks for, or the file's own.</summary>
    /// <exception cref="CheckpointException">The file has a value that cannot be used.</exception>
    /// <exception cref="ArgumentException">The sampler cannot do what <paramref name="choice"/> asks.</exception>
    public SchedulerConfig Resolve(SamplerChoice? choice = null)
    {
        choice ??= new SamplerChoice();
        var own = OwnKind();
        var kind = choice.Kind ?? own ?? throw new CheckpointException(path, $"'{ClassNameKey}' is {ClassName() ?? "missing"}; allowed are {string.Join(", ", Classes.Keys)}");
        if (kind == own)
        {
            file.RejectUnknown();
        }

        RejectPrk(choice, kind);
        return choice.ApplyTo(SchedulerDefaults.Read(file, kind));
    }

    private string? ClassName() => className ?? file.Text(ClassNameKey, null);

    // The stochastic DPM-Solver++ is a setting of the deterministic one's class.
    private SamplerKind? OwnKind()
    {
        if (ClassName() is not { } name || !Classes.TryGetValue(name, out var kind))
        {
            return null;
        }

        return kind == SamplerKind.DpmPlusPlus2M
            ? file.OneOf("algorithm_type", kind, ("dpmsolver++", kind), ("deis", kind), ("sde-dpmsolver++", SamplerKind.DpmPlusPlus2MSde))
            : kind;
    }

    // The class starts with Runge-Kutta steps unless told not to. Who asks for PNDM in a request gets the form without.
    private void RejectPrk(SamplerChoice choice, SamplerKind kind)
    {
        if (kind == SamplerKind.Pndm && choice.Kind is null && !file.Flag("skip_prk_steps", false))
        {
            throw new CheckpointException(path, "'skip_prk_steps' is false, the default; PNDM is supported with true only");
        }
    }
}
