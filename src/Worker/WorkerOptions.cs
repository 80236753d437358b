using System.ComponentModel.DataAnnotations;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Worker;

/// <summary>What a worker serves and how it uses the machine. Section <c>Worker</c> of the configuration.</summary>
public sealed class WorkerOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Worker";

    /// <summary>Names the process in events and manifests. The default is the machine's name.</summary>
    [Required]
    public string Name { get; set; } = Environment.MachineName;

    /// <summary>Names the fleet, as the source of its events: a URI reference, the same for all workers of a fleet. The default is <c>/swiftdiffusion</c>.</summary>
    [Required]
    public string Source { get; set; } = "/swiftdiffusion";

    /// <summary>The base models it serves: name to folder in diffusers' layout, or safetensors file. None by default.</summary>
    /// <remarks>A name is of letters, digits, '-', '_' and '.', as in <see cref="Messages.Commands.GenerateImages.Model"/>. The worker serves at least one model.</remarks>
    public IDictionary<string, string> Models { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A folder in which every folder in diffusers' layout and every safetensors file is a base model by its name. Null, the default, is none.</summary>
    /// <remarks><see cref="Models"/> wins over it.</remarks>
    public string? ModelFolder { get; set; }

    /// <summary>The adapters it knows: name to folder or safetensors file. None by default.</summary>
    public IDictionary<string, string> Adapters { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Folders in which every folder with a <c>config.json</c> and every safetensors file is an adapter by its path there, less the extension. None by default.</summary>
    /// <remarks><see cref="Adapters"/> wins over them, an earlier folder over a later one.</remarks>
    public IList<string> AdapterFolders { get; } = [];

    /// <summary>Threads that one network may use; 0, the default, is one per physical core. See <see cref="EngineOptions.Threads"/>.</summary>
    [Range(0, 1024)]
    public int Threads { get; set; }

    /// <summary>How large the file of a picture may be, in bytes; 1 KiB to 1 GiB. The default is 32 MiB.</summary>
    [Range(1024, 1 << 30)]
    public int MaxPictureBytes { get; set; } = 32 << 20;

    /// <summary>How long one try to fetch a picture from an address may take, redirects included; 1 second to 10 minutes. There are three tries. The default is 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan PictureTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
