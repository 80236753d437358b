using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Time embeddings of every call, and the keys and values of a prompt, for one run of one network.</summary>
internal sealed class RunConditions : IDisposable
{
    private readonly NativeTensor<float> time;
    private readonly Dictionary<string, NativeTensor<float>> text = [];

    /// <summary>Makes room for <paramref name="rows"/> time embeddings, as many for each of <paramref name="calls"/>.</summary>
    public RunConditions(long rows, int calls, int width)
    {
        TimeOfAllCalls = new NativeTensor<float>(rows, width);
        time = new NativeTensor<float>(rows / calls, width);
    }

    /// <summary><c>[calls·rows of a call, time embedding]</c>.</summary>
    public NativeTensor<float> TimeOfAllCalls { get; }

    /// <summary>Makes room for keys or values, <c>[batch, tokens, width]</c>.</summary>
    public void AddText(string name, params long[] shape) => text.Add(name, new NativeTensor<float>(shape));

    /// <summary>Keys or values, <c>[batch, tokens, width]</c>.</summary>
    public NativeTensor<float> Text(string name) => text[name];

    /// <summary>Binds the time embedding of the selected call, and keys and values for <paramref name="attentions"/>.</summary>
    public void Bind(NetworkBinding network, IEnumerable<CrossAttention> attentions)
    {
        network.Input(UNet.Time, time);
        foreach (var attention in attentions)
        {
            network.Input(attention.Key, text[attention.Key]).Input(attention.Value, text[attention.Value]);
        }
    }

    /// <summary>Makes the networks see the time embedding of a call.</summary>
    public void Select(int call)
    {
        var selected = time.Span;
        TimeOfAllCalls.Span.Slice(call * selected.Length, selected.Length).CopyTo(selected);
    }

    public void Dispose()
    {
        foreach (var tensor in text.Values)
        {
            tensor.Dispose();
        }

        text.Clear();
        time.Dispose();
        TimeOfAllCalls.Dispose();
    }
}
