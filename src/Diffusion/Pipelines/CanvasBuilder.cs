using System.Numerics.Tensors;
using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Prepares what denoising starts from: noise, a noised picture, or a picture with a hole.</summary>
/// <param name="vae">Makes latents of pictures.</param>
/// <param name="inputChannels">Of the UNet: as many as latents have, or those of an inpainting model, which also sees the mask and the masked picture.</param>
internal sealed class CanvasBuilder(Vae vae, int inputChannels)
{
    private readonly int channels = vae.Config.LatentChannels;

    /// <summary>Whether the UNet takes a mask and a masked picture besides the latents.</summary>
    public bool SeesMask => inputChannels == (2 * channels) + 1;

    /// <summary>Draws noise, and encodes what it starts from where there is something.</summary>
    /// <param name="request">Its picture and mask are of the canvas's size.</param>
    /// <param name="origin">What to start from; null for noise alone.</param>
    /// <param name="images">How many images share the canvas.</param>
    /// <param name="height">Of the latents.</param>
    /// <param name="width">Of the latents.</param>
    /// <param name="sampler">Knows how noisy the start is.</param>
    /// <param name="noise">Drawn from in diffusers' order: the picture's posterior, then the start, then the masked picture's posterior.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    public Canvas Build(
        PaintRequest request, Origin? origin, int images, int height, int width, ISampler sampler, INoiseSource noise, CancellationToken cancellationToken)
    {
        var fromNoise = origin is null || (request.Mask is not null && request.Strength >= 1);
        var clean = origin is null || (fromNoise && SeesMask) ? null : Latents(origin, images, noise, cancellationToken);
        var drawn = new float[images * channels * height * width];
        noise.Fill(drawn);
        var latents = drawn.AsSpan().ToArray();
        if (fromNoise)
        {
            TensorPrimitives.Multiply(latents, (float)sampler.InitNoiseSigma, latents);
        }
        else
        {
            latents = clean!.AsSpan().ToArray();
            sampler.AddNoise(drawn, latents);
        }

        if (request.Mask is null)
        {
            return new Canvas(latents, [], null);
        }

        var mask = LatentMask(request.Mask, height, width);
        return SeesMask
            ? new Canvas(latents, [.. mask, .. Encode(Masked(request.InitImage!, request.Mask), request.InitImage!.Height, request.InitImage.Width, noise, cancellationToken)], null)
            : new Canvas(latents, [], new KeptRegion(clean!, drawn, mask));
    }

    /// <summary>Whether a pixel of the mask is to be painted: at least half white.</summary>
    private static bool IsPainted(Picture mask, int pixel)
    {
        var rgb = mask.Pixels.AsSpan(3 * pixel, 3);
        // ITU-R 601-2 luma in thousandths, as PIL converts to grey.
        return ((rgb[0] * 299) + (rgb[1] * 587) + (rgb[2] * 114)) / 1000 >= 128;
    }

    /// <summary>The mask at the latents' size: each takes the top left pixel of those that it stands for.</summary>
    private float[] LatentMask(Picture mask, int height, int width)
    {
        var reduced = new float[height * width];
        for (var i = 0; i < reduced.Length; i++)
        {
            var pixel = (i / width * vae.Config.ScaleFactor * mask.Width) + (i % width * vae.Config.ScaleFactor);
            reduced[i] = IsPainted(mask, pixel) ? 1 : 0;
        }

        return reduced;
    }

    /// <summary>The picture with mid grey where the mask paints.</summary>
    private static float[] Masked(Picture picture, Picture mask)
    {
        var planes = new float[picture.Pixels.Length];
        Pixels.ToPlanes(picture, planes, min: -1);
        var plane = picture.Width * picture.Height;
        for (var i = 0; i < planes.Length; i++)
        {
            planes[i] = IsPainted(mask, i % plane) ? 0 : planes[i];
        }

        return planes;
    }

    private float[] Latents(Origin origin, int images, INoiseSource noise, CancellationToken cancellationToken)
    {
        if (origin is not Origin.OfPictures { Pictures: var pictures })
        {
            return ((Origin.OfLatents)origin).Values;
        }

        float[] latents = [.. pictures.SelectMany(picture => Encode(picture, noise, cancellationToken))];
        return [.. Enumerable.Repeat(latents, images / pictures.Count).SelectMany(values => values)];
    }

    private float[] Encode(Picture picture, INoiseSource noise, CancellationToken cancellationToken)
    {
        var planes = new float[picture.Pixels.Length];
        Pixels.ToPlanes(picture, planes, min: -1);
        return Encode(planes, picture.Height, picture.Width, noise, cancellationToken);
    }

    private float[] Encode(float[] planes, int height, int width, INoiseSource noise, CancellationToken cancellationToken)
    {
        var distribution = vae.Encode(planes, 1, height, width, cancellationToken);
        var drawn = new float[distribution.Mean.Length];
        noise.Fill(drawn);
        return vae.Scale(distribution.Sample(drawn));
    }
}
