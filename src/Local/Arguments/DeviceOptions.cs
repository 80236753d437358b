using System.CommandLine;
using SwiftDiffusion.Diffusion.Onnx;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Local.Arguments;

/// <summary>What computes, shared by <c>paint</c> and <c>plan</c>.</summary>
internal sealed class DeviceOptions
{
    public Option<string[]> Device { get; } = OptionForm.Repeatable(
        "--device", "DEVICE",
        "Compute there: cpu, or cpu:threads=N for a part of the cores. Repeatable: ControlNets run on the devices after the first, beside the UNet. Default: one cpu.");

    public Option<bool> SplitGuidance { get; } = OptionForm.Flag("--split-guidance", "Run prompt and negative prompt on the first two devices at the same time. Default: side by side on one.");

    public IReadOnlyList<Option> Options => [Device, SplitGuidance];

    /// <summary>Reads them, and says what is wrong with them.</summary>
    /// <returns>The engine's options, to be used if nothing is.</returns>
    public EngineOptions Read(ParseResult parsed, Problems problems)
    {
        var devices = new List<DeviceSpec>();
        foreach (var text in parsed.GetValue(Device) ?? [])
        {
            try
            {
                var device = DeviceSpec.Parse(text);
                devices.Add(device);
                DevicePlan.ThrowIfUnavailable(device);
            }
            catch (Exception e) when (e is FormatException or DeviceUnavailableException)
            {
                problems.Add($"{Device.Name}: {e.Message}");
            }
        }

        var split = parsed.GetValue(SplitGuidance);
        if (split && devices.Count < 2)
        {
            problems.Add($"{SplitGuidance.Name} takes two devices; {Device.Name} names {devices.Count}.");
        }

        return new EngineOptions { Devices = devices, SplitsGuidance = split };
    }
}
