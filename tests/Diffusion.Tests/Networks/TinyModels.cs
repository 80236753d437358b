using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Tests.Networks;

/// <summary>The graphs of the tiny checkpoints that the goldens come with.</summary>
internal static class TinyModels
{
    public static TheoryData<string> UNets => new("sd15-tiny", "sd15-inpaint", "sd2-tiny", "sdxl-tiny");

    public static TheoryData<string> ControlNets => new("sd15-tiny-controlnet-0", "sd2-tiny-controlnet-0", "sdxl-tiny-controlnet-0");

    public static TheoryData<string> TextEncoders => new("sd15-tiny/text_encoder", "sd2-tiny/text_encoder", "sdxl-tiny/text_encoder", "sdxl-tiny/text_encoder_2");

    public static SafetensorsFile Weights(string folder) => SafetensorsFile.Open(PathOf(folder, folder.Contains("text_encoder", StringComparison.Ordinal) ? "model.safetensors" : "diffusion_pytorch_model.safetensors"));

    public static UNetConfig ConfigOf(string model) => UNetConfig.Load(PathOf($"{model}/unet", "config.json"));

    public static IReadOnlyList<OnnxModel> UNet(string model)
    {
        var unet = new UNet(ConfigOf(model));
        return [unet.TimeEmbedding.Build("unet"), TextContext.Build("unet", unet.CrossAttentions), unet.BuildEncoder(), unet.BuildDecoder()];
    }

    public static IReadOnlyList<OnnxModel> ControlNet(string model)
    {
        var net = new ControlNet(ControlNetConfig.Load(PathOf(model, "config.json")));
        return [net.TimeEmbedding.Build("controlnet"), TextContext.Build("controlnet", net.Trunk.CrossAttentions), net.BuildHint(), net.BuildBody()];
    }

    public static IReadOnlyList<OnnxModel> Vae(string model)
    {
        var config = VaeConfig.Load(PathOf($"{model}/vae", "config.json"));
        return [VaeEncoder.Build(config), VaeDecoder.Build(config)];
    }

    public static OnnxModel TextEncoder(string folder, SafetensorsFile weights)
    {
        var pooled = weights.Tensors.TryGetValue("text_projection.weight", out var projection) ? (int)projection.Shape[0] : 0;
        return ClipTextEncoder.Build("text", ClipTextConfig.Load(PathOf(folder, "config.json")), pooled);
    }

    private static string PathOf(string folder, string file) => Repository.PathOf($"tests/goldens/models/{folder}/{file}");
}
