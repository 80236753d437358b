namespace SwiftDiffusion.Worker.Imaging;

/// <summary>How one image was made, in A1111's terms. What is null is left out of the text.</summary>
internal sealed record PaintingParameters
{
    /// <summary>The prompt, which may span lines.</summary>
    public required string Prompt { get; init; }

    /// <summary>The negative prompt, which may span lines.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>Denoising steps.</summary>
    public required int Steps { get; init; }

    /// <summary>The sampler as A1111 calls it, for example <c>DPM++ 2M</c>.</summary>
    public required string Sampler { get; init; }

    /// <summary>The noise schedule as A1111 calls it, for example <c>Karras</c>.</summary>
    public string? ScheduleType { get; init; }

    /// <summary>Classifier-free guidance.</summary>
    public required double Guidance { get; init; }

    /// <summary>The seed of this image.</summary>
    public required uint Seed { get; init; }

    /// <summary>In pixels.</summary>
    public required int Width { get; init; }

    /// <summary>In pixels.</summary>
    public required int Height { get; init; }

    /// <summary>SHA-256 of the base model, of which the first ten digits are told.</summary>
    public string? ModelSha256 { get; init; }

    /// <summary>The base model's name.</summary>
    public string? Model { get; init; }

    /// <summary>SHA-256 of another VAE than the model's own, of which the first ten digits are told.</summary>
    public string? VaeSha256 { get; init; }

    /// <summary>The name of another VAE than the model's own.</summary>
    public string? Vae { get; init; }

    /// <summary>How much of an initial picture was painted over.</summary>
    public double? DenoisingStrength { get; init; }

    /// <summary>Which of the text encoder's layers was used, counted from the last one as 1; told above 1.</summary>
    public int ClipSkip { get; init; } = 1;

    /// <summary>How much larger the second pass made each side.</summary>
    public double? HiresScale { get; init; }

    /// <summary>Steps of the second pass.</summary>
    public int? HiresSteps { get; init; }

    /// <summary>What enlarged the picture for the second pass.</summary>
    public string? HiresUpscaler { get; init; }

    /// <summary>LoRAs in the order of their merge: name, scale, and hash if it is known. The prompt gets a tag for each, by which A1111 finds them again.</summary>
    public IReadOnlyList<(string Name, double Scale, string? Hash)> Loras { get; init; } = [];

    /// <summary>A description of each ControlNet.</summary>
    public IReadOnlyList<string> ControlNets { get; init; } = [];

    /// <summary>The program and its version.</summary>
    public required string Version { get; init; }
}
