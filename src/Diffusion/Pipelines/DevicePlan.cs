using System.Globalization;
using System.Text;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Which device runs what. With one device everything runs there, one after the other.</summary>
/// <remarks>
/// ControlNets run on the devices that the UNet leaves free, beside its encoder, and join at its decoder: the i-th of a request on the i-th of them, in turn. Where guidance is
/// split, prompt and negative prompt go through the UNet on two devices at the same time.
/// </remarks>
public sealed class DevicePlan
{
    private readonly IReadOnlyList<int> unet;
    private readonly IReadOnlyList<int> controlNets;

    private DevicePlan(IReadOnlyList<DeviceSpec> devices, bool splitsGuidance)
    {
        Devices = devices;
        unet = splitsGuidance ? [0, 1] : [0];
        controlNets = devices.Count > unet.Count ? [.. Enumerable.Range(unet.Count, devices.Count - unet.Count)] : unet;
    }

    /// <summary>The devices, each with its number of threads where several share the cores.</summary>
    public IReadOnlyList<DeviceSpec> Devices { get; }

    /// <summary>Devices of the UNet: one, or one for the negative prompt and one for the prompt.</summary>
    internal IReadOnlyList<int> UNet => unet;

    /// <summary>Plans.</summary>
    /// <exception cref="ArgumentException">Guidance is to be split over fewer than two devices.</exception>
    public static DevicePlan Create(EngineOptions options)
    {
        if (options.SplitsGuidance && options.Devices.Count < 2)
        {
            throw new ArgumentException($"{nameof(EngineOptions.SplitsGuidance)} takes two devices; {nameof(EngineOptions.Devices)} names {options.Devices.Count}.");
        }

        IReadOnlyList<DeviceSpec> devices = options.Devices.Count > 0 ? options.Devices : [DeviceSpec.Cpu];
        var sharing = devices.Count(device => device.Kind == DeviceKind.Cpu);
        var share = sharing > 1 ? Math.Max(1, Environment.ProcessorCount / sharing) : options.Threads;
        return new DevicePlan([.. devices.Select(device => device is { Kind: DeviceKind.Cpu, Threads: 0 } ? device with { Threads = share } : device)], options.SplitsGuidance);
    }

    /// <summary>Checks that a device can be used here.</summary>
    /// <exception cref="DeviceUnavailableException">It cannot.</exception>
    public static void ThrowIfUnavailable(DeviceSpec device) => Device.ThrowIfUnavailable(device);

    /// <summary>For a person: a line for each network, with the number and name of its device.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Add("text encoders", 0);
        foreach (var (i, device) in unet.Index())
        {
            var half = unet.Count == 1 ? "" : i == 0 ? ", negative prompt" : ", prompt";
            Add($"UNet encoder{half}", device);
            Add($"UNet decoder{half}", device);
        }

        foreach (var (i, device) in controlNets.Index())
        {
            Add(controlNets.Count == 1 ? "ControlNets" : $"ControlNets {i + 1}, {i + 1 + controlNets.Count}, ...", device);
        }

        Add("VAE", 0);
        return text.ToString();

        void Add(string network, int device) => text.Append(CultureInfo.InvariantCulture, $"{network,-30} {device} {Devices[device]}\n");
    }

    /// <summary>Device of a request's i-th ControlNet.</summary>
    internal int ControlNet(int i) => controlNets[i % controlNets.Count];
}
