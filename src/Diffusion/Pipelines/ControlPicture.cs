using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>A picture as a ControlNet takes it in.</summary>
/// <param name="Pixels"><c>[batch, 3, 8·height, 8·width]</c>, 0 to 1; owned.</param>
/// <param name="Kind">Which of its kinds a union takes it for.</param>
/// <param name="Share">How strongly it counts among the pictures of a union.</param>
internal sealed record ControlPicture(NativeTensor<float> Pixels, int Kind = 0, double Share = 1) : IDisposable
{
    /// <summary>The same picture for every row of a batch.</summary>
    public static NativeTensor<float> Repeat(Picture picture, ControlNetConfig config, long batch)
    {
        var tensor = new NativeTensor<float>(batch, 3, picture.Height, picture.Width);
        var first = tensor.Span[..picture.Pixels.Length];
        Pipelines.Pixels.ToPlanes(picture, first, min: 0);
        if (config.IsBgr)
        {
            var plane = first.Length / 3;
            var red = first[..plane].ToArray();
            first[^plane..].CopyTo(first);
            red.CopyTo(first[^plane..]);
        }

        for (var image = 1; image < batch; image++)
        {
            first.CopyTo(tensor.Span[(image * first.Length)..]);
        }

        return tensor;
    }

    public void Dispose() => Pixels.Dispose();
}
