using Microsoft.Extensions.Options;
using SwiftDiffusion.Diffusion.Onnx;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Worker.Painting;

namespace SwiftDiffusion.Worker;

/// <summary>Refuses devices that are none, that cannot be used here, or that make no plan.</summary>
internal sealed class DevicesValidator : IValidateOptions<WorkerOptions>
{
    public ValidateOptionsResult Validate(string? name, WorkerOptions options)
    {
        try
        {
            foreach (var device in DevicePlan.Create(EngineSettings.Of(options)).Devices)
            {
                DevicePlan.ThrowIfUnavailable(device);
            }

            return ValidateOptionsResult.Success;
        }
        catch (Exception e) when (e is FormatException or DeviceUnavailableException)
        {
            return ValidateOptionsResult.Fail($"{WorkerOptions.Section}:{nameof(options.Devices)}: {e.Message}");
        }
        catch (ArgumentException)
        {
            return ValidateOptionsResult.Fail(
                $"{WorkerOptions.Section}:{nameof(options.SplitGuidance)} is true with {options.Devices.Count} of {WorkerOptions.Section}:{nameof(options.Devices)}; it takes two or more.");
        }
    }
}
