using System.Globalization;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Diffusion.Text;

namespace SwiftDiffusion.Diffusion.Tests.Goldens;

/// <summary>Text encoders: token ids of a prompt, and hidden states and pooled output of the ids.</summary>
internal sealed class TextArea : IGoldenArea
{
    private const string LastState = "last_hidden_state";
    private const string EarlierState = "hidden_state_minus_";

    public string Name => "text";

    public IEnumerable<GoldenCheck> Run(GoldenCase golden)
    {
        var (model, encoderName) = (golden.Params.GetProperty("model").GetString()!, golden.Params.GetProperty("encoder").GetString()!);
        using var checkpoint = Checkpoint.Open(golden.ModelFolder(model));
        var part = checkpoint.TextEncoders.Single(part => part.Name == encoderName);
        var tokenizer = part.OpenTokenizer();
        var reader = new PromptReader(tokenizer, part.Config.MaxPositions, new LearnedWords(tokenizer.VocabularySize, []));
        var prompt = reader.ReadPlain(golden.Params.GetProperty("prompt").GetString()!);
        yield return GoldenCheck.Equal("ids", golden.Int64s("ids"), prompt.Chunks.SelectMany(chunk => chunk.Ids).Select(id => (long)id));

        using var encoder = new TextEncoder(encoderName, part.Config, part.Tensors, TestDevices.Host);
        int[] ids = [.. golden.Int64s("ids").Select(id => (int)id)];
        var last = encoder.Encode(ids, [], ClipTextEncoder.NormalizedState(part.Config.Layers), CancellationToken.None);
        yield return GoldenCheck.Tensor(LastState, golden.Floats(LastState), last.States);
        if (golden.Has("pooled"))
        {
            yield return GoldenCheck.Tensor("pooled", golden.Floats("pooled"), last.Pooled);
        }

        foreach (var tensor in golden.TensorNames.Where(name => name.StartsWith(EarlierState, StringComparison.Ordinal)))
        {
            // The last of layers + 1 states is number minus 1.
            var back = int.Parse(tensor.AsSpan(EarlierState.Length), CultureInfo.InvariantCulture);
            var text = encoder.Encode(ids, [], ClipTextEncoder.HiddenState(part.Config.Layers + 1 - back), CancellationToken.None);
            yield return GoldenCheck.Tensor(tensor, golden.Floats(tensor), text.States);
        }
    }
}
