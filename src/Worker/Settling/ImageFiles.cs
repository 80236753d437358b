using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Diffusion.Sampling;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Worker.Imaging;
using SwiftDiffusion.Worker.Preparing;

namespace SwiftDiffusion.Worker.Settling;

/// <summary>Writes the files of a job's images, with what they were made with: as A1111's text, and as JSON.</summary>
/// <param name="job">The job, its adapters by digest where they are known.</param>
/// <param name="sampler">The sampler that was used.</param>
/// <param name="size">In pixels, of the first pass.</param>
/// <param name="loras">How LoRAs went in.</param>
internal sealed class ImageFiles(GenerateImages job, SamplerKind sampler, (int Width, int Height) size, IReadOnlyList<LoraPatch> loras)
{
    /// <summary>Writes one image.</summary>
    public ImageFile Write(PaintedImage image)
    {
        var recipe = ImageRecipe.Of(job, image.Seed, size, SamplerRequest.NameOf(sampler), loras);
        var metadata = new PictureMetadata(ParametersText.Write(Parameters(image)), MessageJson.Serialize(recipe));
        return new ImageFile(PictureWriter.Write(image.Picture, job.Output, metadata), job.Output.Format);
    }

    private PaintingParameters Parameters(PaintedImage image) => new()
    {
        Prompt = job.Prompt,
        NegativePrompt = job.NegativePrompt,
        Steps = job.Steps,
        Sampler = SamplerRequest.A1111NameOf(sampler),
        ScheduleType = SamplerRequest.Of(job)?.Sigmas is { } sigmas && sigmas != SigmaSchedule.Timesteps ? sigmas.ToString() : null,
        Guidance = job.Guidance,
        Seed = image.Seed,
        Width = size.Width,
        Height = size.Height,
        Model = job.Model,
        Vae = job.Vae is { } vae ? vae.Name ?? vae.Sha256 : null,
        VaeSha256 = job.Vae?.Sha256,
        // A1111 has one strength for both kinds of passes.
        DenoisingStrength = job.InitImage is null ? job.Hires?.Strength : job.Strength,
        HiresScale = job.Hires?.Scale,
        HiresSteps = job.Hires?.Steps,
        HiresUpscaler = job.Hires?.Upscaler.ToString(),
        ClipSkip = job.ClipSkip + 1,
        Loras = [.. job.Loras.Select(lora => (lora.Name ?? lora.Sha256 ?? "", lora.Scale, (string?)null))],
        ControlNets = [.. job.ControlNets.Select(Describe)],
        Version = $"SwiftDiffusion {ProductVersion.Engine}",
    };

    private static string Describe(ControlNetReference net) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"Module: {net.Preprocessor}, Model: {net.Name ?? net.Sha256}, Weight: {net.Scale}, Resize Mode: {net.Resize}, Guidance Start: {net.Start}, Guidance End: {net.End}");
}
