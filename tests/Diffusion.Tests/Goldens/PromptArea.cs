using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Diffusion.Text;

namespace SwiftDiffusion.Diffusion.Tests.Goldens;

/// <summary>Prompts of AUTOMATIC1111's syntax: fragments, chunks of token ids, weights, embeddings.</summary>
internal sealed class PromptArea : IGoldenArea
{
    public string Name => "prompt";

    public IEnumerable<GoldenCheck> Run(GoldenCase golden)
    {
        var prompt = golden.Params.GetProperty("prompt").GetString()!;
        yield return Fragments(golden, prompt);

        using var model = ModelParts.Load(golden.ModelFolder(golden.Params.GetProperty("model").GetString()!), TestDevices.Options);
        var request = new PaintRequest { Prompt = prompt, PromptSyntax = PromptSyntax.A1111 };
        var tokenized = PromptTokenizer.Tokenize(model, request, withNegative: false).Prompt;
        yield return GoldenCheck.Equal("ids", golden.Int64s("ids"), tokenized.Chunks[0].SelectMany(chunk => chunk.Ids).Select(id => (long)id));
        yield return GoldenCheck.Difference("weights", golden.Floats("weights"), [.. tokenized.Chunks[0].SelectMany(chunk => chunk.Weights)], bar: 1e-6);

        var encoded = model.PromptEncoder.Encode(tokenized, clipSkip: 0, CancellationToken.None);
        yield return GoldenCheck.Tensor("embeddings", golden.Floats("embeddings"), encoded.Context);
    }

    /// <summary>White space at a fragment's ends says nothing: each is tokenized by itself.</summary>
    private static GoldenCheck Fragments(GoldenCase golden, string prompt)
    {
        var expected = golden.Params.GetProperty("fragments").EnumerateArray().Select(entry => (Text: entry[0].GetString()!.Trim(), Weight: Math.Round(entry[1].GetDouble(), 9)));
        var actual = PromptLanguage.Parse(prompt).Select(fragment => fragment.IsBreak ? ("BREAK", -1.0) : (fragment.Text.Trim(), Math.Round(fragment.Weight, 9)));
        return GoldenCheck.Equal("fragments", expected.Where(IsText), actual.Where(IsText));

        static bool IsText((string Text, double Weight) fragment) => fragment.Text.Length > 0;
    }
}
