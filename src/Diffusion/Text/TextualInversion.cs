using System.Numerics.Tensors;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Text;

/// <summary>A textual inversion (Gal et al. 2022, arXiv:2208.01618): vectors in place of tokens' embeddings, for one text encoder or for both of SDXL.</summary>
/// <remarks>Files of one tensor, <c>emb_params</c> or any other name, are for SD 1.x and 2.x; <c>clip_l</c> and <c>clip_g</c> are for SDXL.</remarks>
internal sealed class TextualInversion
{
    // SDXL's encoders in their order.
    private static readonly string[] OfSdxl = ["clip_l", "clip_g"];

    private readonly string path;
    private readonly IReadOnlyList<Part> parts;

    private TextualInversion(string path, IReadOnlyList<Part> parts) => (this.path, this.parts) = (path, parts);

    /// <summary>Vectors for one encoder.</summary>
    private sealed record Part(int Width, IReadOnlyList<float[]> Vectors);

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="CheckpointException">It is missing, broken, or not a textual inversion.</exception>
    public static TextualInversion Open(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var names = OfSdxl.All(file.Tensors.ContainsKey) ? OfSdxl : [.. file.Tensors.Keys];
        if (names.Length == 0 || names.Length != file.Tensors.Count || (names.Length > 1 && names != OfSdxl))
        {
            var found = string.Join(", ", file.Tensors.Keys.Order(StringComparer.Ordinal).Take(3));
            throw new CheckpointException(path, $"the file holds {file.Tensors.Count} tensors ({found}); a textual inversion has one, or clip_l and clip_g.");
        }

        var parts = names.Select(name => Read(file, name)).ToArray();
        return parts.All(part => part.Vectors.Count == parts[0].Vectors.Count)
            ? new TextualInversion(path, parts)
            : throw new CheckpointException(path, $"clip_l has {parts[0].Vectors.Count} vectors, clip_g {parts[^1].Vectors.Count}; allowed are as many in one as in the other.");
    }

    /// <summary>The vectors for each text encoder of a model.</summary>
    /// <param name="widths">Of the encoders, one or two.</param>
    /// <exception cref="CheckpointException">The vectors are not as wide as the encoders.</exception>
    public IReadOnlyList<IReadOnlyList<float[]>> MatchTo(IReadOnlyList<int> widths)
    {
        if (parts.Select(part => part.Width).SequenceEqual(widths))
        {
            return [.. parts.Select(part => part.Vectors)];
        }

        var own = string.Join(" and ", parts.Select(part => part.Width));
        throw new CheckpointException(path, $"the textual inversion is {own} wide, the model's text encoder {string.Join(" and ", widths)}; allowed is the same.");
    }

    private static Part Read(SafetensorsFile file, string name)
    {
        var tensor = file.Require(name);
        var (count, width) = tensor.Shape switch
        {
            [var one] => (1, one),
            [var several, var each] => (several, each),
            _ => (0, 0),
        };
        if (count == 0 || width == 0)
        {
            throw new CheckpointException(file.Path, $"tensor '{name}' is {tensor.ShapeText}; a textual inversion is [width] or [vectors, width].");
        }

        var values = file.ReadFloats(name);
        return TensorPrimitives.IsFiniteAll<float>(values)
            ? new Part((int)width, [.. values.Chunk((int)width)])
            : throw new CheckpointException(file.Path, $"tensor '{name}' has values that are not finite numbers.");
    }
}
