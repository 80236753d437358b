using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Checks requests against a model and turns their text into tokens. Thread-safe: it reads the model's configuration, never its networks.</summary>
internal sealed class RequestPreparer(ModelParts model)
{
    /// <summary>Checks and tokenizes.</summary>
    /// <exception cref="InvalidRequestException">This model cannot paint the request.</exception>
    /// <exception cref="CheckpointException">A textual inversion or a LoRA cannot be used.</exception>
    public PreparedRequest Prepare(PaintRequest request) => Prepare(request, model.Scheduler);

    /// <summary>Checks and tokenizes, with another schedule than the model's own.</summary>
    public PreparedRequest Prepare(PaintRequest request, SchedulerFile schedule)
    {
        var (width, height) = Size(request);
        CheckNumbers(request);
        CheckPictures(request, width, height);
        var strength = request.InitImage is null ? 1 : request.Strength;
        var scheduler = Scheduler(request, strength, schedule);
        var second = SecondPass(request, width, height, schedule);
        var needsNoText = request.NegativePrompt is null && model.Checkpoint.ForceZerosForEmptyPrompt;
        var prompts = PromptTokenizer.Tokenize(model, request, withNegative: !needsNoText);
        var loras = model.Loras.Prepare(request.Loras);
        return new PreparedRequest(request, width, height, scheduler, strength, prompts, loras)
        {
            Second = second is null ? null : new PreparedRequest(second, second.Width!.Value, second.Height!.Value, scheduler, second.Strength, prompts, loras),
        };
    }

    /// <summary>The canvas of a request, in pixels.</summary>
    public (int Width, int Height) Size(PaintRequest request)
    {
        var scale = model.Vae.Config.ScaleFactor;
        var trained = (model.Checkpoint.UNet.Config.SampleSize ?? 64) * scale;
        var width = request.Width ?? request.InitImage?.Width ?? trained;
        var height = request.Height ?? request.InitImage?.Height ?? trained;
        Require(width >= scale && width % scale == 0, nameof(request.Width), $"{width} is not a multiple of {scale}.");
        Require(height >= scale && height % scale == 0, nameof(request.Height), $"{height} is not a multiple of {scale}.");
        return (width, height);
    }

    /// <summary>The canvas of a request's second pass, in pixels; null where it has none.</summary>
    public (int Width, int Height)? HiresSize(PaintRequest request)
    {
        var (width, height) = Size(request);
        return request.Hires is { } pass ? Enlarged(pass, width, height) : null;
    }

    private (int Width, int Height) Enlarged(SecondPass pass, int width, int height)
    {
        Require(pass.Scale is > 1 and <= Pipelines.SecondPass.MaxScale, nameof(PaintRequest.Hires), $"scale {pass.Scale} is not above 1 and at most {Pipelines.SecondPass.MaxScale}.");
        return (pass.Enlarged(width, model.Vae.Config.ScaleFactor), pass.Enlarged(height, model.Vae.Config.ScaleFactor));
    }

    private static void Require(bool condition, string field, string problem)
    {
        if (!condition)
        {
            throw new InvalidRequestException(field, problem);
        }
    }

    private void CheckNumbers(PaintRequest request)
    {
        Require(request.Count >= 1, nameof(request.Count), $"{request.Count} is below 1.");
        Require(double.IsFinite(request.GuidanceScale), nameof(request.GuidanceScale), $"{request.GuidanceScale} is not a finite number.");
        Require(request.GuidanceRescale is >= 0 and <= 1, nameof(request.GuidanceRescale), $"{request.GuidanceRescale} is not from 0 to 1.");
        Require(request.Strength is > 0 and <= 1, nameof(request.Strength), $"{request.Strength} is not above 0 and at most 1.");
        var most = model.PromptEncoder.MaxClipSkip;
        Require(request.ClipSkip >= 0 && request.ClipSkip <= most, nameof(request.ClipSkip), $"{request.ClipSkip} is not from 0 to {most}, what this model's text encoder allows.");
    }

    private void CheckPictures(PaintRequest request, int width, int height)
    {
        Require(request.Mask is null || request.InitImage is not null, nameof(request.Mask), "a mask needs a picture to start from.");
        Require(request.Mask is not null || !model.Canvas.SeesMask, nameof(request.Mask), "this model paints only into a picture with a mask, and the request has none.");
        CheckSize(request.InitImage, width, height, nameof(request.InitImage));
        CheckSize(request.Mask, width, height, nameof(request.Mask));
        foreach (var use in request.ControlNets)
        {
            CheckSize(use.Picture, width, height, nameof(request.ControlNets));
            Require(double.IsFinite(use.Scale), nameof(request.ControlNets), $"scale {use.Scale} is not a finite number.");
            Require(use is { Start: >= 0, End: <= 1 } && use.Start <= use.End, nameof(request.ControlNets), $"from {use.Start} to {use.End} is not within 0 to 1.");
        }
    }

    private static void CheckSize(Picture? picture, int width, int height, string field, string of = "request") => Require(
        picture is null || (picture.Width == width && picture.Height == height), field, $"the picture is {picture?.Width}x{picture?.Height}, the {of} {width}x{height}.");

    /// <summary>The second pass as a request of its own size; null where there is none.</summary>
    private PaintRequest? SecondPass(PaintRequest request, int width, int height, SchedulerFile schedule)
    {
        if (request.Hires is not { } pass)
        {
            return null;
        }

        Require(pass.Strength is > 0 and <= 1, nameof(request.Hires), $"strength {pass.Strength} is not above 0 and at most 1.");
        var (largeWidth, largeHeight) = Enlarged(pass, width, height);
        var large = request with
        {
            Width = largeWidth,
            Height = largeHeight,
            Steps = pass.Steps ?? request.Steps,
            Strength = pass.Strength,
            InitImage = EnlargedPicture(request.InitImage),
            Mask = EnlargedPicture(request.Mask),
            ControlNets = [.. request.ControlNets.Select(use => use with { Picture = use.HiresPicture ?? EnlargedPicture(use.Picture)! })],
            Hires = null,
        };
        Scheduler(large, large.Strength, schedule, ofHires: true);
        foreach (var use in large.ControlNets)
        {
            CheckSize(use.Picture, largeWidth, largeHeight, nameof(request.ControlNets), "second pass");
        }

        return large;

        Picture? EnlargedPicture(Picture? picture) => picture is null ? null : LanczosFilter.Resize(picture, largeWidth, largeHeight);
    }

    /// <summary>The model's schedule as the request changes it, tried once so that a combination that cannot run is found before painting.</summary>
    private static SchedulerConfig Scheduler(PaintRequest request, double strength, SchedulerFile schedule, bool ofHires = false)
    {
        try
        {
            var config = schedule.Resolve(request.Sampler);
            Samplers.Create(config, request.Steps, strength);
            return config;
        }
        catch (SamplingException e)
        {
            throw new InvalidRequestException(ofHires ? nameof(request.Hires) : e.Setting, e.Message);
        }
    }
}
