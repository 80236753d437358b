using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Tests.Checkpoints;

/// <summary>The ways in which the same weights lie in folders: variants, shards, and names of older versions.</summary>
public sealed class LayoutsTests : IDisposable
{
    private const string Model = "tests/goldens/models/sd15-tiny", Stem = "diffusion_pytorch_model";

    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("fp16")]
    [InlineData("fp32")]
    [InlineData("bf16")]
    [InlineData("non_ema")]
    public void Open_OneVariant_IsTaken(string variant)
    {
        var path = folder.Copy(Model);
        File.Move(Path.Combine(path, "unet", $"{Stem}.safetensors"), Path.Combine(path, "unet", $"{Stem}.{variant}.safetensors"));
        File.Move(Path.Combine(path, "text_encoder", "model.safetensors"), Path.Combine(path, "text_encoder", $"model.{variant}.safetensors"));
        AssertSameAsOriginal(path);
    }

    [Fact]
    public void Open_SeveralVariants_PrefersFullPrecisionThenFp16()
    {
        var path = folder.Copy(Model);
        var unet = Path.Combine(path, "unet", Stem);
        File.WriteAllText($"{unet}.bf16.safetensors", "not opened");
        File.Copy($"{unet}.safetensors", $"{unet}.fp16.safetensors");
        using (var plain = Checkpoint.Open(path))
        {
            Assert.EndsWith($"{Stem}.safetensors", plain.UNet.Tensors.Path, StringComparison.Ordinal);
        }

        File.Delete($"{unet}.safetensors");
        using var half = Checkpoint.Open(path);
        Assert.EndsWith($"{Stem}.fp16.safetensors", half.UNet.Tensors.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_VariantsOfNoOrder_AsksForOne()
    {
        var path = folder.Copy(Model);
        var unet = Path.Combine(path, "unet", Stem);
        File.Copy($"{unet}.safetensors", $"{unet}.ema.safetensors");
        File.Move($"{unet}.safetensors", $"{unet}.non_ema.safetensors");
        BrokenFilesTests.AssertRefused(path, "of the variants ema, non_ema; leave one of them", () => Checkpoint.Open(path));
    }

    [Theory]
    [InlineData("diffusion_pytorch_model.safetensors.index.json", "diffusion_pytorch_model-0000{0}-of-00002.safetensors")]
    [InlineData("diffusion_pytorch_model.safetensors.index.fp16.json", "diffusion_pytorch_model.fp16-0000{0}-of-00002.safetensors")]
    [InlineData("diffusion_pytorch_model.fp16.safetensors.index.json", "diffusion_pytorch_model.fp16-0000{0}-of-00002.safetensors")]
    public void Open_Shards_AreOneNetwork(string index, string shard) => AssertSameAsOriginal(Shard(index, shard));

    [Fact]
    public void Open_ShardMissing_IsNamed()
    {
        var path = Shard();
        File.Delete(Path.Combine(path, "unet", "part-2.safetensors"));
        Refuse(path, "the file 'part-2.safetensors' that 'weight_map' names is missing");
    }

    [Theory]
    [InlineData("\"absent.weight\": \"part-1.safetensors\", ", "tensor 'absent.weight' should be in part-1.safetensors, which does not hold it")]
    [InlineData("\"escape.weight\": \"../part-1.safetensors\", ", "names the file '../part-1.safetensors'; allowed are files beside the index")]
    [InlineData("\"number.weight\": 1, ", "'weight_map.number.weight' is 1; it must be the name of a file")]
    public void Open_IndexThatIsWrong_SaysWhere(string entry, string problem)
    {
        var path = Shard();
        var index = Path.Combine(path, "unet", $"{Stem}.safetensors.index.json");
        File.WriteAllText(index, File.ReadAllText(index).Replace("\"weight_map\":{", $"\"weight_map\":{{{entry}", StringComparison.Ordinal));
        Refuse(path, problem);
    }

    [Fact]
    public void Open_IndexWithoutATensorOfItsShards_NamesIt()
    {
        var path = Shard();
        var index = Path.Combine(path, "unet", $"{Stem}.safetensors.index.json");
        File.WriteAllText(index, File.ReadAllText(index).Replace("\"conv_in.bias\":\"part-1.safetensors\",", "", StringComparison.Ordinal));
        Refuse(path, "tensor 'conv_in.bias' is in part-1.safetensors, but the index does not name it there");
    }

    [Fact]
    public void Open_IndexWithoutAMap_SaysSo()
    {
        var path = Shard();
        File.WriteAllText(Path.Combine(path, "unet", $"{Stem}.safetensors.index.json"), "{\"metadata\": {}}");
        Refuse(path, "'weight_map' is missing or empty");
    }

    [Fact]
    public void Open_VaeAndEncoderInOlderNames_AreTheSame()
    {
        (string, string)[] old = [("to_q", "query"), ("to_k", "key"), ("to_v", "value"), ("to_out.0", "proj_attn")];
        var path = folder.Copy(Model);
        SafetensorsBytes.Rewrite(Path.Combine(path, "vae", $"{Stem}.safetensors"), (tensor, data) =>
            (old.Aggregate(tensor.Name, (name, pair) => name.Replace(pair.Item1, pair.Item2, StringComparison.Ordinal)), [.. tensor.Shape], data));
        SafetensorsBytes.Rewrite(Path.Combine(path, "text_encoder", "model.safetensors"), (tensor, data) => (tensor.Name["text_model.".Length..], [.. tensor.Shape], data));
        AssertSameAsOriginal(path);
    }

    [Fact]
    public void Open_ModelIndex_DecidesOverZeros()
    {
        var path = folder.Copy("tests/goldens/models/sdxl-tiny");
        Assert.True(ForcesZeros(path));
        File.WriteAllText(Path.Combine(path, "model_index.json"), "{\"force_zeros_for_empty_prompt\": false}");
        Assert.False(ForcesZeros(path));
        File.Delete(Path.Combine(path, "model_index.json"));
        Assert.True(ForcesZeros(path));
    }

    public void Dispose() => folder.Dispose();

    private static bool ForcesZeros(string path)
    {
        using var checkpoint = Checkpoint.Open(path);
        return checkpoint.ForceZerosForEmptyPrompt;
    }

    private static void Refuse(string path, string problem) => BrokenFilesTests.AssertRefused(path, problem, () => Checkpoint.Open(path));

    private static void AssertSameAsOriginal(string path)
    {
        using var expected = Checkpoint.Open(Repository.PathOf(Model));
        using var actual = Checkpoint.Open(path);
        AssertSame(expected.UNet.Tensors, actual.UNet.Tensors);
        AssertSame(expected.Vae.Tensors, actual.Vae.Tensors);
        AssertSame(expected.TextEncoders[0].Tensors, actual.TextEncoders[0].Tensors);
    }

    private static void AssertSame(ITensorSource expected, ITensorSource actual)
    {
        Assert.Equal(expected.Tensors.Keys.Order(StringComparer.Ordinal), actual.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected.Tensors.Keys, name => Assert.Equal(expected.ReadFloats(name), actual.ReadFloats(name)));
    }

    private string Shard(string index = $"{Stem}.safetensors.index.json", string shard = "part-{0}.safetensors")
    {
        var path = folder.Copy(Model);
        var whole = Path.Combine(path, "unet", $"{Stem}.safetensors");
        var map = new Dictionary<string, string>();
        using (var file = SafetensorsFile.Open(whole))
        {
            var numbered = file.Tensors.Values.OrderBy(tensor => tensor.Name, StringComparer.Ordinal).Index();
            foreach (var (part, tensors) in numbered.GroupBy(entry => entry.Index % 2, entry => entry.Item).Index())
            {
                var name = shard.Replace("{0}", $"{part + 1}", StringComparison.Ordinal);
                SafetensorsBytes.Write(Path.Combine(path, "unet", name), null, tensors.Select(tensor => (tensor.Name, tensor.Shape.ToArray(), file.ReadBytes(tensor.Name))));
                foreach (var tensor in tensors)
                {
                    map.Add(tensor.Name, name);
                }
            }
        }

        File.Delete(whole);
        File.WriteAllText(Path.Combine(path, "unet", index), JsonSerializer.Serialize(new { metadata = new { total_size = 1 }, weight_map = map }));
        return path;
    }
}
