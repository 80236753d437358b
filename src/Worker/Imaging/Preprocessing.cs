using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Worker.Imaging;

/// <summary>Turns pictures into what ControlNets were trained on.</summary>
internal static class Preprocessing
{
    /// <summary>Applies a preprocessor; <see cref="Preprocessor.None"/> gives the picture back as it is.</summary>
    public static Picture Apply(Picture picture, Preprocessor preprocessor) => preprocessor switch
    {
        Preprocessor.Canny => CannyEdges.Find(picture),
        Preprocessor.Invert => Invert(picture),
        _ => picture,
    };

    private static Picture Invert(Picture picture) => new(picture.Width, picture.Height, Array.ConvertAll(picture.Pixels, value => (byte)(255 - value)));
}
