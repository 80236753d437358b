namespace SwiftDiffusion.Worker.Imaging;

/// <summary>What a picture's file tells of how it was made.</summary>
/// <param name="Parameters">A1111's text: <see cref="ParametersText"/>.</param>
/// <param name="Json">The same and more as JSON, for programs.</param>
internal sealed record PictureMetadata(string Parameters, string Json)
{
    /// <summary>The PNG keyword under which A1111 and others look for <see cref="Parameters"/>.</summary>
    public const string ParametersKeyword = "parameters";

    /// <summary>The PNG keyword of <see cref="Json"/>.</summary>
    public const string JsonKeyword = "swiftdiffusion";
}
