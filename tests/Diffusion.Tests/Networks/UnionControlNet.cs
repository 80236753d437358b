using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Checkpoints.Layouts;
using SwiftDiffusion.Diffusion.Tests.Adapters;
using SwiftDiffusion.Diffusion.Tests.Checkpoints;

namespace SwiftDiffusion.Diffusion.Tests.Networks;

/// <summary>A small union ControlNet for the small SDXL of the goldens, in a folder: the golden's own trunk, and numbers that look random for the rest.</summary>
internal sealed class UnionControlNet : IDisposable
{
    private const string Golden = "tests/goldens/models/sdxl-tiny-controlnet-0";

    private readonly TemporaryFolder folder = new();

    public UnionControlNet()
    {
        var json = JsonNode.Parse(File.ReadAllText(Repository.PathOf($"{Golden}/config.json")))!.AsObject();
        json["_class_name"] = "ControlNetUnionModel";
        json["num_control_type"] = 6;
        json["num_trans_channel"] = 16;
        json["num_proj_channel"] = 16;
        json["num_trans_head"] = 4;
        json["num_trans_layer"] = 2;
        File.WriteAllText(System.IO.Path.Combine(Path, "config.json"), json.ToJsonString());
        Config = ControlNetConfig.Load(System.IO.Path.Combine(Path, "config.json"));
        using var golden = TinyModels.Weights("sdxl-tiny-controlnet-0");
        foreach (var tensor in ControlNetLayout.Of(Config))
        {
            Weights[tensor.Name] = golden.Tensors.ContainsKey(tensor.Name) ? new float[golden.Tensors[tensor.Name].Count] : Added(tensor);
            if (golden.Tensors.ContainsKey(tensor.Name))
            {
                golden.ReadFloats(tensor.Name, Weights[tensor.Name]);
            }
        }

        SafetensorsBytes.Write(
            System.IO.Path.Combine(Path, "diffusion_pytorch_model.safetensors"),
            null,
            ControlNetLayout.Of(Config).Select(tensor => (tensor.Name, tensor.Shape.ToArray(), MemoryMarshal.AsBytes<float>(Weights[tensor.Name]).ToArray())));
    }

    public string Path => folder.Path;

    public ControlNetConfig Config { get; }

    public Dictionary<string, float[]> Weights { get; } = [];

    public void Dispose() => folder.Dispose();

    private static float[] Added(NeededTensor tensor)
    {
        var values = Numbers.Of(tensor.Name, tensor.Shape.Aggregate(1L, (product, length) => product * length));
        var gain = tensor.Name.Contains(".ln_", StringComparison.Ordinal) && tensor.Name.EndsWith("weight", StringComparison.Ordinal);
        return Array.ConvertAll(values, value => gain ? 1 + (value / 4) : value / 2);
    }
}
