using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Checkpoints.Layouts;

namespace SwiftDiffusion.Diffusion.Tests.Checkpoints;

/// <summary>The structures of the published models: what of their config.json files decides over tensors.</summary>
internal static class PublishedModels
{
    public static string UNetJson(string family) => family switch
    {
        "sd15" => """
            {"_class_name": "UNet2DConditionModel", "sample_size": 64, "in_channels": 4, "out_channels": 4, "block_out_channels": [320, 640, 1280, 1280],
             "down_block_types": ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"],
             "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"],
             "layers_per_block": 2, "attention_head_dim": 8, "cross_attention_dim": 768}
            """,
        "sd21" => """
            {"_class_name": "UNet2DConditionModel", "sample_size": 96, "in_channels": 4, "out_channels": 4, "block_out_channels": [320, 640, 1280, 1280],
             "down_block_types": ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"],
             "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"],
             "layers_per_block": 2, "attention_head_dim": [5, 10, 20, 20], "cross_attention_dim": 1024, "use_linear_projection": true, "upcast_attention": true}
            """,
        "sdxl" => """
            {"_class_name": "UNet2DConditionModel", "sample_size": 128, "in_channels": 4, "out_channels": 4, "block_out_channels": [320, 640, 1280],
             "down_block_types": ["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"], "up_block_types": ["CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"],
             "layers_per_block": 2, "attention_head_dim": [5, 10, 20], "cross_attention_dim": 2048, "use_linear_projection": true, "transformer_layers_per_block": [1, 2, 10],
             "addition_embed_type": "text_time", "addition_time_embed_dim": 256, "projection_class_embeddings_input_dim": 2816}
            """,
        _ => throw new ArgumentOutOfRangeException(nameof(family)),
    };

    public static UNetConfig UNet(string family) => UNetConfig.Parse(Json(UNetJson(family)), family);

    /// <summary>With a change to the base's structure, for example for inpainting.</summary>
    public static UNetConfig UNet(string family, string from, string to) => UNetConfig.Parse(Json(UNetJson(family).Replace(from, to, StringComparison.Ordinal)), family);

    public static ControlNetConfig ControlNet(string family, string extra = "")
    {
        string[] others = ["_class_name", "sample_size", "out_channels", "up_block_types"];
        var keys = Json(UNetJson(family)).EnumerateObject().Where(key => !others.Contains(key.Name)).Select(key => $"\"{key.Name}\": {key.Value.GetRawText()}");
        return ControlNetConfig.Parse(Json($$"""{"_class_name": "ControlNetModel", {{extra}} {{string.Join(", ", keys)}}}"""), family);
    }

    public static VaeConfig Vae(string family) => VaeConfig.Parse(
        Json($$"""
            {"_class_name": "AutoencoderKL", "block_out_channels": [128, 256, 512, 512], "layers_per_block": 2, "sample_size": {{UNet(family).SampleSize * 8}},
             "scaling_factor": {{(family == "sdxl" ? "0.13025" : "0.18215")}},
             "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D"],
             "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D"]}
            """),
        family);

    /// <summary>The text encoders of a family: CLIP-L, OpenCLIP-H without its last layer, or CLIP-L and bigG.</summary>
    public static IReadOnlyList<ClipTextConfig> Encoders(string family) => family switch
    {
        "sd15" => [Encoder(768, 12, "quick_gelu", 49407, projected: false)],
        "sd21" => [Encoder(1024, 23, "gelu", 0, projected: false)],
        _ => [Encoder(768, 12, "quick_gelu", 49407, projected: false), Encoder(1280, 32, "gelu", 0, projected: true)],
    };

    public static IReadOnlyList<NeededTensor> Layout(ClipTextConfig config) => ClipTextLayout.Of(config, config.WithProjection ? config.ProjectionDim : null);

    private static ClipTextConfig Encoder(int width, int layers, string activation, int padding, bool projected) => ClipTextConfig.Parse(
        Json($$"""
            {"architectures": ["CLIPTextModel{{(projected ? "WithProjection" : "")}}"],
             "hidden_size": {{width}}, "intermediate_size": {{4 * width}}, "num_hidden_layers": {{layers}},
             "num_attention_heads": {{width / 64}}, "hidden_act": "{{activation}}", "pad_token_id": {{padding}}, "projection_dim": {{width}}}
            """),
        "text_encoder");

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;
}
