namespace SwiftDiffusion.Local.Help;

/// <summary>Texts of the help that belong to no option.</summary>
internal static class HelpTexts
{
    public const string Root = "Paints pictures from text with Stable Diffusion, ControlNets and LoRAs, on this machine.";

    public const string Paint = "Paints a prompt. Pictures and where the time went are told on standard output, progress and errors on standard error.";

    public const string Inspect = "Tells what a model or an adapter is, which base models it fits and what is wrong with it, without loading it.";

    public const string Plan = "Shows which device would run what.";

    public const string Prompt = "What the picture shows, in quotes. After --, it may begin with a dash.";

    /// <summary>Command lines that work from the checkout's folder, each with what it does.</summary>
    public static IReadOnlyList<(string Line, string Does)> Examples { get; } =
    [
        ("swiftdiffusion paint \"a red house with a black roof, two pine trees in the snow at night\"", "a postcard"),
        ("swiftdiffusion paint \"a blue boat at sunset\" --out boats/ --count 4 --seed 7", "four, into a folder"),
        ("swiftdiffusion paint \"a red house\" --lora ink:0.8 --out ink.webp", "in ink"),
        ("swiftdiffusion paint \"a white house\" --control edges=house.png:canny:0.9", "along a picture's edges"),
        ("swiftdiffusion paint \"a green house\" --init house.png --strength 0.5", "from a picture"),
        ("swiftdiffusion paint \"a cat\" --model sd15.safetensors --sampler \"DPM++ 2M Karras\" --json", "by another model, for a script"),
        ("swiftdiffusion paint \"a red house\" --hires 2 --hires-upscaler lanczos", "at twice the size, in two passes"),
        ("swiftdiffusion inspect models/postcards/loras/ink.safetensors", "what a file is"),
    ];

    public static IReadOnlyList<(string Code, string Meaning)> ExitCodes { get; } =
    [
        ("0", "painted"),
        ("1", "failed"),
        ("2", "wrong arguments or job; each problem on its own line"),
        ("3", "model, adapter or picture missing or not usable"),
        ("4", "storage or disk trouble"),
        ("130, 143", "cancelled by Ctrl+C or SIGINT, by SIGTERM"),
    ];
}
