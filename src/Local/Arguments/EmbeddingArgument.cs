using SwiftDiffusion.Local.Models;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Local.Arguments;

/// <summary>What is written after <c>--embedding</c>: <c>&lt;postcard&gt;=postcard.safetensors</c>.</summary>
internal static class EmbeddingArgument
{
    public const string Form = "WORD=FILE";

    /// <summary>Reads it; null where it names no file that is there, which is a problem then.</summary>
    public static EmbeddingReference? Read(string text, string option, OptionReader reader)
    {
        if (text.Split('=', 2) is not [{ Length: > 0 } word, { Length: > 0 } file])
        {
            reader.Problems.AddValue(option, text, $"{Form}, for example <postcard>=postcard.safetensors");
            return null;
        }

        return reader.Files.AddAdapter(AdapterKind.Embedding, file, option, reader.Problems) is { } name ? new EmbeddingReference { Token = word, Name = name } : null;
    }
}
