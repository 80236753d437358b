namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>What a pass starts from instead of noise alone: one picture for all images, or something for each.</summary>
internal abstract record Origin
{
    private Origin()
    {
    }

    /// <summary>The request's own picture; null where it has none.</summary>
    public static Origin? Of(PaintRequest request) => request.InitImage is { } picture ? new OfPictures([picture]) : null;

    /// <summary>Pictures, which the VAE encodes: one for all images, or one for each.</summary>
    public sealed record OfPictures(IReadOnlyList<Picture> Pictures) : Origin;

    /// <summary>Latents as the UNet knows them, <c>[images, latent channels, height, width]</c>: nothing is encoded, and no noise drawn for it.</summary>
    public sealed record OfLatents(float[] Values) : Origin;
}
