using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Local.Arguments;

/// <summary>Settings of one ControlNet, each told by its form. Each can be given once.</summary>
internal sealed class ControlSettings
{
    public double? Scale { get; private set; }

    public (double Start, double End)? Share { get; private set; }

    public Preprocessor? Preprocessor { get; private set; }

    public ControlType? Type { get; private set; }

    public ResizeMode? Resize { get; private set; }

    public bool Guess { get; private set; }

    /// <summary>Takes a setting; false for what is none, or was given already.</summary>
    public bool Take(string text)
    {
        if (Scale is null && OptionReader.TryNumber(text, out var scale))
        {
            Scale = scale;
        }
        else if (Share is null && text.Split('-') is [var start, var end] && OptionReader.TryNumber(start, out var from) && OptionReader.TryNumber(end, out var to))
        {
            Share = (from, to);
        }
        else if (Preprocessor is null && Words.TryParse<Preprocessor>(text, out var preprocessor))
        {
            Preprocessor = preprocessor;
        }
        else if (Type is null && Words.TryParse<ControlType>(text, out var type))
        {
            Type = type;
        }
        else if (Resize is null && Words.TryParse<ResizeMode>(text, out var resize))
        {
            Resize = resize;
        }
        else if (!Guess && text.Equals("guess", StringComparison.OrdinalIgnoreCase))
        {
            Guess = true;
        }
        else
        {
            return false;
        }

        return true;
    }
}
