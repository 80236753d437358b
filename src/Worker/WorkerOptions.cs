using System.ComponentModel.DataAnnotations;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Worker.Fetching;

namespace SwiftDiffusion.Worker;

/// <summary>What a worker serves and how it uses the machine. Section <c>Worker</c> of the configuration.</summary>
public sealed class WorkerOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Worker";

    /// <summary>Names the process in events and manifests. The default is the machine's name.</summary>
    [Required]
    public string Name { get; set; } = Environment.MachineName;

    /// <summary>Names the fleet, as the source of its events: a URI reference, the same for all workers of a fleet. The default is <c>/swiftdiffusion</c>.</summary>
    [Required]
    public string Source { get; set; } = "/swiftdiffusion";

    /// <summary>The base models it serves: name to folder in diffusers' layout, safetensors file, or a safetensors file elsewhere (<c>https://…</c> or <c>blob:…</c>, with <c>#sha256=…</c>). None by default.</summary>
    /// <remarks>A name is of letters, digits, '-', '_' and '.', as in <see cref="Messages.Commands.GenerateImages.Model"/>. The worker serves at least one model.</remarks>
    public IDictionary<string, string> Models { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A folder in which every folder in diffusers' layout and every safetensors file is a base model by its name. Null, the default, is none.</summary>
    /// <remarks><see cref="Models"/> wins over it.</remarks>
    public string? ModelFolder { get; set; }

    /// <summary>The adapters it knows: name to folder, safetensors file, or one elsewhere (<c>https://…</c> or <c>blob:…</c>, with <c>#sha256=…</c>). None by default.</summary>
    public IDictionary<string, string> Adapters { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Folders in which every folder with a <c>config.json</c> and every safetensors file is an adapter by its path there, less the extension. None by default.</summary>
    /// <remarks><see cref="Adapters"/> wins over them, an earlier folder over a later one.</remarks>
    public IList<string> AdapterFolders { get; } = [];

    /// <summary>Where adapters lie that are known by neither: <c>https://…/</c> or <c>blob:…/</c>, to which an adapter's name and <c>.safetensors</c> are added. None by default.</summary>
    public IList<string> AdapterSources { get; } = [];

    /// <summary>The hosts that models and adapters may be fetched from over https, redirects included. None by default.</summary>
    public IList<string> FetchHosts { get; } = [];

    /// <summary>Bearer tokens by host; a token goes to its host alone. None by default.</summary>
    public IDictionary<string, string> FetchTokens { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether <see cref="FetchHosts"/> may lie within private networks. The default is false: a name that leads there is refused.</summary>
    public bool FetchFromPrivateNetworks { get; set; }

    /// <summary>How long a download may stand still before it is taken up anew; 1 second to 1 hour. The default is 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan FetchTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The folder for what was fetched. The default is <c>swiftdiffusion-cache</c> in the system's folder for temporary files.</summary>
    [Required]
    public string CacheFolder { get; set; } = Path.Combine(Path.GetTempPath(), "swiftdiffusion-cache");

    /// <summary>How many bytes of it are kept, the last used ones; at least 1 MiB. The default is 32 GiB.</summary>
    [Range(1 << 20, long.MaxValue)]
    public long CacheBytes { get; set; } = 32L << 30;

    /// <summary>What paints. The default is the engine.</summary>
    [EnumDataType(typeof(EngineKind))]
    public EngineKind Engine { get; set; } = EngineKind.Onnx;

    /// <summary>How long the engine <see cref="EngineKind.Null"/> takes for a step, up to 10 minutes. The default is no time at all.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan NullStepTime { get; set; }

    /// <summary>Threads that one network may use; 0, the default, is one per physical core. See <see cref="EngineOptions.Threads"/>.</summary>
    [Range(0, 1024)]
    public int Threads { get; set; }

    /// <summary>What computes: <c>cpu</c> or <c>cpu:threads=N</c>, each a part of the host's cores; see <see cref="DevicePlan"/>. None, the default, is one <c>cpu</c>.</summary>
    public IList<string> Devices { get; } = [];

    /// <summary>Whether prompt and negative prompt go through the UNet on two devices at the same time. The default is false. See <see cref="EngineOptions.SplitsGuidance"/>.</summary>
    public bool SplitGuidance { get; set; }

    /// <summary>Bytes of ControlNets that stay in memory between jobs. Null, the default, is a quarter of the memory. See <see cref="EngineOptions.ControlNetMemory"/>.</summary>
    [Range(0, long.MaxValue)]
    public long? ControlNetMemoryBytes { get; set; }

    /// <summary>Bytes of LoRAs that stay in memory between jobs. Null, the default, is an eighth of the memory. See <see cref="EngineOptions.LoraMemory"/>.</summary>
    [Range(0, long.MaxValue)]
    public long? LoraMemoryBytes { get; set; }

    /// <summary>How large the file of a picture may be, in bytes; 1 KiB to 1 GiB. The default is 32 MiB.</summary>
    [Range(1024, 1 << 30)]
    public int MaxPictureBytes { get; set; } = 32 << 20;

    /// <summary>How long one try to fetch a picture from an address may take, redirects included; 1 second to 10 minutes. There are three tries. The default is 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan PictureTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a program of its own paints one step with its first model before it takes jobs. The default is true.</summary>
    public bool WarmUp { get; set; } = true;

    /// <summary>How long jobs in hand may go on once the process was asked to end; then they go back to the broker. Up to a day; the default is 90 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>How long the bus waits for jobs in hand, what is painted being stored and told; longer than <see cref="DrainTimeout"/>. The default is 120 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>How long the process may take to end; longer than <see cref="StopTimeout"/>. The default is 150 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(150);

    /// <summary>How long whoever runs the process lets it end before killing it, in Kubernetes <c>terminationGracePeriodSeconds</c>; longer than <see cref="ShutdownTimeout"/>.
    /// The default is 180 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan GracePeriod { get; set; } = TimeSpan.FromSeconds(180);

    /// <summary>The address that health and metrics are told at. The default is <c>127.0.0.1</c>; in a container it is <c>0.0.0.0</c>.</summary>
    [Required]
    public string HealthAddress { get; set; } = "127.0.0.1";

    /// <summary>The port of it, 0 to 65535, where 0 takes a free one. The default is 8081.</summary>
    [Range(0, 65535)]
    public int HealthPort { get; set; } = 8081;

    /// <summary>What no annotation can say: whoever waits must wait longer than what it waits for.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!System.Net.IPAddress.TryParse(HealthAddress, out _))
        {
            yield return new($"{Section}:{nameof(HealthAddress)} is '{HealthAddress}'; expected an IP address such as 127.0.0.1 or 0.0.0.0.", [nameof(HealthAddress)]);
        }

        foreach (var problem in RemoteFileSettings.Problems(this))
        {
            yield return problem;
        }

        (string Name, TimeSpan Time)[] waits =
            [(nameof(DrainTimeout), DrainTimeout), (nameof(StopTimeout), StopTimeout), (nameof(ShutdownTimeout), ShutdownTimeout), (nameof(GracePeriod), GracePeriod)];
        foreach (var (shorter, longer) in waits.Zip(waits[1..]))
        {
            if (shorter.Time >= longer.Time)
            {
                yield return new(
                    $"{Section}:{longer.Name} is {longer.Time} and {Section}:{shorter.Name} is {shorter.Time}; {longer.Name} must be longer, or jobs are cut off.", [longer.Name]);
            }
        }
    }
}
