namespace SwiftDiffusion.Messages.Validation;

/// <summary>The numbers of the contract: what a job may ask for. Checks, JSON Schemas and forms take them from here.</summary>
public static class JobLimits
{
    /// <summary>Characters (UTF-16 code units) of each prompt.</summary>
    public const int PromptLength = 8_000;

    /// <summary>Images of a job.</summary>
    public const int Images = 16;

    /// <summary>Smallest width and height, in pixels.</summary>
    public const int SmallestSide = 64;

    /// <summary>Largest width and height, in pixels, also after a second pass.</summary>
    public const int LargestSide = 4_096;

    /// <summary>Width and height are multiples of it: a latent stands for 8 x 8 pixels.</summary>
    public const int SideStep = 8;

    /// <summary>Denoising steps.</summary>
    public const int Steps = 150;

    /// <summary>Largest guidance.</summary>
    public const double Guidance = 50;

    /// <summary>Most layers of the text encoder that can be left out.</summary>
    public const int ClipSkip = 12;

    /// <summary>How much a second pass can enlarge each side.</summary>
    public const double HiresScale = 4;

    /// <summary>ControlNets of a job.</summary>
    public const int ControlNets = 8;

    /// <summary>Largest scale of a ControlNet, above and below zero.</summary>
    public const double ControlNetScale = 2;

    /// <summary>LoRAs of a job.</summary>
    public const int Loras = 16;

    /// <summary>Largest scale of a LoRA, above and below zero.</summary>
    public const double LoraScale = 4;

    /// <summary>Textual inversions of a job.</summary>
    public const int Embeddings = 16;

    /// <summary>Characters of an adapter's name.</summary>
    public const int AdapterNameLength = 128;

    /// <summary>Largest side that SDXL can be told of, in pixels.</summary>
    public const int ConditioningSide = 16_384;

    /// <summary>Bytes of a picture that travels within the job.</summary>
    public const int PictureBytes = 256 * 1024;

    /// <summary>Characters that base64 makes of <see cref="PictureBytes"/>.</summary>
    public const int PictureDataLength = (PictureBytes + 2) / 3 * 4;

    /// <summary>Characters of a picture's key. With the tenant's folder in front it still fits the blob store's 1,024.</summary>
    public const int BlobKeyLength = 900;

    /// <summary>Characters of an address.</summary>
    public const int UrlLength = 2_048;

    /// <summary>Characters of a sampler's name.</summary>
    public const int SamplerLength = 64;

    /// <summary>Labels of a job.</summary>
    public const int Labels = 32;

    /// <summary>Characters of a label's name; it has at least one.</summary>
    public const int LabelNameLength = 64;

    /// <summary>Characters of a label's value.</summary>
    public const int LabelValueLength = 256;
}
