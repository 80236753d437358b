using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Tests.Goldens;

/// <summary>Base models in one file: the same tensors, under the same names, as in the folder of the same weights.</summary>
internal sealed class SingleFileArea : IGoldenArea
{
    public string Name => "single-file";

    public IEnumerable<GoldenCheck> Run(GoldenCase golden)
    {
        var folder = golden.PathOf(golden.Params.GetProperty("same_weights_as").GetString()!);
        using var expected = Checkpoint.Open(folder);
        using var derived = Checkpoint.Open(golden.PathOf(golden.Path));
        using var configured = Checkpoint.Open(golden.PathOf(golden.Path), folder);
        yield return GoldenCheck.Equal("family", [expected.Family], [derived.Family]);
        yield return GoldenCheck.Equal("configurations", Configurations(expected), Configurations(configured));
        foreach (var actual in (Checkpoint[])[derived, configured])
        {
            foreach (var check in Parts(expected).Zip(Parts(actual)).SelectMany(pair => Compare(pair.First.Name, pair.First.Tensors, pair.Second.Tensors)))
            {
                yield return check;
            }
        }
    }

    private static IEnumerable<(string Name, ITensorSource Tensors)> Parts(Checkpoint checkpoint) =>
        [.. checkpoint.TextEncoders.Select(encoder => (encoder.Name, encoder.Tensors)), ("unet", checkpoint.UNet.Tensors), ("vae", checkpoint.Vae.Tensors)];

    private static string[] Configurations(Checkpoint checkpoint) =>
        [.. checkpoint.TextEncoders.Select(encoder => Show(encoder.Config)), Show(checkpoint.UNet.Config), Show(checkpoint.Vae.Config), checkpoint.SchedulerConfig.GetRawText()];

    private static string Show<T>(T config) => JsonSerializer.Serialize(config);

    private static IEnumerable<GoldenCheck> Compare(string part, ITensorSource expected, ITensorSource actual)
    {
        yield return GoldenCheck.Equal($"{part} names", expected.Tensors.Keys.Order(StringComparer.Ordinal), actual.Tensors.Keys.Order(StringComparer.Ordinal));
        foreach (var name in expected.Tensors.Keys)
        {
            yield return GoldenCheck.Equal($"{part} {name} shape", expected.Require(name).Shape, actual.Require(name).Shape);
            yield return GoldenCheck.Equal($"{part} {name}", expected.ReadFloats(name), actual.ReadFloats(name));
        }
    }
}
