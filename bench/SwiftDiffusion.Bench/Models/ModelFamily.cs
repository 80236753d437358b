namespace SwiftDiffusion.Bench.Models;

/// <summary>The configurations of a published family of models: structure alone, no weights.</summary>
/// <param name="Name">As the command line spells it.</param>
/// <param name="Size">Of its pictures, in pixels.</param>
/// <param name="UNet">Its <c>unet/config.json</c>.</param>
/// <param name="Vae">Its <c>vae/config.json</c>.</param>
/// <param name="TextEncoders">Its <c>text_encoder/config.json</c>, and in SDXL <c>text_encoder_2/config.json</c>.</param>
internal sealed record ModelFamily(string Name, int Size, string UNet, string Vae, IReadOnlyList<string> TextEncoders)
{
    private const string ClipLarge = """
        {"architectures":["CLIPTextModel"],"model_type":"clip_text_model","hidden_act":"quick_gelu","hidden_size":768,"intermediate_size":3072,"layer_norm_eps":1e-5,
         "max_position_embeddings":77,"num_attention_heads":12,"num_hidden_layers":12,"projection_dim":768,"vocab_size":49408}
        """;

    private const string ClipBigG = """
        {"architectures":["CLIPTextModelWithProjection"],"model_type":"clip_text_model","hidden_act":"gelu","hidden_size":1280,"intermediate_size":5120,"layer_norm_eps":1e-5,
         "max_position_embeddings":77,"num_attention_heads":20,"num_hidden_layers":32,"projection_dim":1280,"vocab_size":49408}
        """;

    /// <summary>Stable Diffusion 1.5, https://huggingface.co/stable-diffusion-v1-5/stable-diffusion-v1-5.</summary>
    public static ModelFamily Sd15 { get; } = new(
        "sd15",
        512,
        """
        {"_class_name":"UNet2DConditionModel","act_fn":"silu","attention_head_dim":8,"block_out_channels":[320,640,1280,1280],"center_input_sample":false,"cross_attention_dim":768,
         "down_block_types":["CrossAttnDownBlock2D","CrossAttnDownBlock2D","CrossAttnDownBlock2D","DownBlock2D"],"downsample_padding":1,"flip_sin_to_cos":true,"freq_shift":0,
         "in_channels":4,"layers_per_block":2,"mid_block_scale_factor":1,"norm_eps":1e-5,"norm_num_groups":32,"out_channels":4,"sample_size":64,
         "up_block_types":["UpBlock2D","CrossAttnUpBlock2D","CrossAttnUpBlock2D","CrossAttnUpBlock2D"]}
        """,
        VaeConfig(scalingFactor: "0.18215", sampleSize: 512),
        [ClipLarge]);

    /// <summary>Stable Diffusion XL base 1.0, https://huggingface.co/stabilityai/stable-diffusion-xl-base-1.0.</summary>
    public static ModelFamily Sdxl { get; } = new(
        "sdxl",
        1024,
        """
        {"_class_name":"UNet2DConditionModel","act_fn":"silu","addition_embed_type":"text_time","addition_time_embed_dim":256,"attention_head_dim":[5,10,20],
         "block_out_channels":[320,640,1280],"center_input_sample":false,"cross_attention_dim":2048,
         "down_block_types":["DownBlock2D","CrossAttnDownBlock2D","CrossAttnDownBlock2D"],"downsample_padding":1,"flip_sin_to_cos":true,"freq_shift":0,"in_channels":4,
         "layers_per_block":2,"mid_block_scale_factor":1,"norm_eps":1e-5,"norm_num_groups":32,"out_channels":4,"projection_class_embeddings_input_dim":2816,"sample_size":128,
         "transformer_layers_per_block":[1,2,10],"up_block_types":["CrossAttnUpBlock2D","CrossAttnUpBlock2D","UpBlock2D"],"use_linear_projection":true}
        """,
        VaeConfig(scalingFactor: "0.13025", sampleSize: 1024),
        [ClipLarge, ClipBigG]);

    /// <summary>Every family that can be measured.</summary>
    public static IReadOnlyList<ModelFamily> All { get; } = [Sd15, Sdxl];

    private static string VaeConfig(string scalingFactor, int sampleSize) => $$"""
        {"_class_name":"AutoencoderKL","act_fn":"silu","block_out_channels":[128,256,512,512],
         "down_block_types":["DownEncoderBlock2D","DownEncoderBlock2D","DownEncoderBlock2D","DownEncoderBlock2D"],"in_channels":3,"latent_channels":4,"layers_per_block":2,
         "norm_num_groups":32,"out_channels":3,"sample_size":{{sampleSize}},"scaling_factor":{{scalingFactor}},
         "up_block_types":["UpDecoderBlock2D","UpDecoderBlock2D","UpDecoderBlock2D","UpDecoderBlock2D"]}
        """;
}
