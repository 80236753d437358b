using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Validation;
using SwiftDiffusion.Worker.Imaging;
using SwiftDiffusion.Worker.Painting;
using SwiftDiffusion.Worker.Settling;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>Fits a job to the size at which its model will paint it, which only the model knows where the job leaves it open.</summary>
internal static class JobCanvas
{
    /// <summary>Makes a job ready for a model.</summary>
    /// <param name="job">The job.</param>
    /// <param name="request">The same in the engine's terms, its pictures as they came.</param>
    /// <param name="painter">The model.</param>
    /// <exception cref="InvalidRequestException">This model cannot paint it.</exception>
    /// <exception cref="JobFailureException">Its second pass is larger than the contract allows, which is known only now if the job leaves its size to the model.</exception>
    public static PreparedPainting Prepare(GenerateImages job, PaintRequest request, IPainter painter)
    {
        var (width, height) = painter.CanvasSize(request);
        var hires = painter.HiresSize(request);
        Check(hires);
        return painter.Prepare(request with
        {
            InitImage = Stretch(request.InitImage, width, height),
            Mask = Stretch(request.Mask, width, height),
            ControlNets = [.. request.ControlNets.Zip(job.ControlNets, (use, net) => use with
            {
                Picture = Fit(use.Picture, net.Resize, net.Preprocessor, width, height),
                // From the picture as it came: edges that are found at the larger size are as thin as the ControlNet knows them.
                HiresPicture = hires is { } large ? Fit(use.Picture, net.Resize, net.Preprocessor, large.Width, large.Height) : null,
            })],
        });
    }

    /// <summary>Brings a ControlNet's picture to the canvas's size and into the form that the ControlNet knows.</summary>
    public static Picture Fit(Picture picture, ResizeMode resize, Preprocessor preprocessor, int width, int height)
    {
        // Preprocessed at the canvas's scale, so that edges are sharp, but before black is put around it, whose border would be an edge of its own.
        var (innerWidth, innerHeight) = resize == ResizeMode.Pad ? Within(picture, width, height) : (width, height);
        var scaled = PictureResizer.Resize(picture, innerWidth, innerHeight, resize == ResizeMode.Pad ? ResizeMode.Stretch : resize);
        return PictureResizer.Resize(Preprocessing.Apply(scaled, preprocessor), width, height, resize);
    }

    private static void Check((int Width, int Height)? hires)
    {
        if (hires is { } large && Math.Max(large.Width, large.Height) > JobLimits.LargestSide)
        {
            var violation = new Violation("hires.scale", $"makes the picture {large.Width}x{large.Height}; allowed is what keeps each side within {JobLimits.LargestSide} pixels");
            throw new JobFailureException(FailureReason.InvalidJob, $"{violation}.") { Violations = [violation] };
        }
    }

    private static Picture? Stretch(Picture? picture, int width, int height) => picture is null ? null : PictureResizer.Resize(picture, width, height, ResizeMode.Stretch);

    /// <summary>The largest size of the picture's proportions within the canvas.</summary>
    private static (int Width, int Height) Within(Picture picture, int width, int height)
    {
        var scale = Math.Min((double)width / picture.Width, (double)height / picture.Height);
        return (Math.Max(1, (int)Math.Round(picture.Width * scale)), Math.Max(1, (int)Math.Round(picture.Height * scale)));
    }
}
