using SwiftDiffusion.Diffusion.Checkpoints.Configs;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Decodes a large picture in tiles that overlap by a quarter and blend into each other, as diffusers does: memory stays that of one tile.</summary>
internal sealed class TiledDecoding
{
    private readonly int channels;
    private readonly int scale;
    private readonly int tile;
    private readonly int stride;
    private readonly int blend;
    private readonly int keep;

    /// <summary>Chooses the tiles.</summary>
    /// <param name="config">Of the VAE.</param>
    /// <param name="side">Of a tile, in pixels; null, the default, for the size that the VAE was trained at.</param>
    /// <param name="overlap">The share of a tile that its neighbour covers, diffusers' <c>tile_overlap_factor</c>.</param>
    public TiledDecoding(VaeConfig config, int? side = null, double overlap = 0.25)
    {
        var pixels = side ?? config.SampleSize;
        (channels, scale) = (config.ImageChannels, config.ScaleFactor);
        tile = pixels / scale;
        stride = (int)(tile * (1 - overlap));
        blend = (int)(pixels * overlap);
        keep = pixels - blend;
    }

    /// <summary>Whether latents of this size take more than one tile.</summary>
    public bool Splits(int height, int width) => height > tile || width > tile;

    /// <summary>Decodes one picture.</summary>
    /// <param name="latents"><c>[1, latent channels, height, width]</c>.</param>
    /// <param name="height">Of the latents.</param>
    /// <param name="width">Of the latents.</param>
    /// <param name="decode">Latents of a height and width to pixels, <c>[1, 3, 8·height, 8·width]</c>.</param>
    /// <returns><c>[1, 3, 8·height, 8·width]</c>.</returns>
    public float[] Decode(ReadOnlySpan<float> latents, int height, int width, Func<float[], int, int, float[]> decode)
    {
        var picture = new Plane(new float[channels * height * scale * width * scale], channels, height * scale, width * scale);
        Plane[] above = [];
        for (var y = 0; y < height; y += stride)
        {
            var row = new List<Plane>();
            for (var x = 0; x < width; x += stride)
            {
                var (tileHeight, tileWidth) = (Math.Min(tile, height - y), Math.Min(tile, width - x));
                var part = new Plane(decode(Crop(latents, height, width, y, x, tileHeight, tileWidth), tileHeight, tileWidth), channels, tileHeight * scale, tileWidth * scale);
                // Neighbours are used as they are after their own blending, which is what diffusers does.
                if (above.Length > 0)
                {
                    part.BlendBelow(above[row.Count], blend);
                }

                if (row.Count > 0)
                {
                    part.BlendRightOf(row[^1], blend);
                }

                part.CopyTo(picture, y / stride * keep, x / stride * keep, keep);
                row.Add(part);
            }

            above = [.. row];
        }

        return picture.Values;
    }

    private static float[] Crop(ReadOnlySpan<float> latents, int height, int width, int top, int left, int tileHeight, int tileWidth)
    {
        var latentChannels = latents.Length / (height * width);
        var crop = new float[latentChannels * tileHeight * tileWidth];
        for (var row = 0; row < latentChannels * tileHeight; row++)
        {
            var (channel, y) = (row / tileHeight, row % tileHeight);
            latents.Slice((((channel * height) + top + y) * width) + left, tileWidth).CopyTo(crop.AsSpan(row * tileWidth));
        }

        return crop;
    }

    /// <summary>Pixels of one tile or picture, <c>[channels, height, width]</c>.</summary>
    private sealed record Plane(float[] Values, int Channels, int Height, int Width)
    {
        public void BlendBelow(Plane above, int extent)
        {
            extent = Math.Min(Math.Min(above.Height, Height), extent);
            for (var row = 0; row < Channels * extent; row++)
            {
                var (channel, i) = (row / extent, row % extent);
                for (var x = 0; x < Width; x++)
                {
                    Mix(ref this[channel, i, x], above[channel, above.Height - extent + i, x], (float)i / extent);
                }
            }
        }

        public void BlendRightOf(Plane left, int extent)
        {
            extent = Math.Min(Math.Min(left.Width, Width), extent);
            for (var row = 0; row < Channels * Height; row++)
            {
                for (var i = 0; i < extent; i++)
                {
                    Mix(ref this[row / Height, row % Height, i], left[row / Height, row % Height, left.Width - extent + i], (float)i / extent);
                }
            }
        }

        public void CopyTo(Plane picture, int top, int left, int side)
        {
            var (height, width) = (Math.Min(side, Height), Math.Min(side, Width));
            for (var row = 0; row < Channels * height; row++)
            {
                var (channel, y) = (row / height, row % height);
                Values.AsSpan(((channel * Height) + y) * Width, width).CopyTo(picture.Values.AsSpan((((channel * picture.Height) + top + y) * picture.Width) + left));
            }
        }

        private ref float this[int channel, int y, int x] => ref Values[(((channel * Height) + y) * Width) + x];

        private static void Mix(ref float own, float neighbour, float share) => own = (neighbour * (1 - share)) + (own * share);
    }
}
