using Microsoft.ML.OnnxRuntime;

namespace SwiftDiffusion.Diffusion.Onnx;

/// <summary>A network ready to run: a graph, compiled, over weights that it borrows from a <see cref="WeightStore"/>.</summary>
internal sealed class NetworkSession : IDisposable
{
    private readonly InferenceSession session;
    private readonly OnnxModel model;
    private readonly WeightStore weights;
    private readonly Device device;

    /// <summary>Compiles <paramref name="model"/> and loads what weights it needs into <paramref name="weights"/>, which must outlive the session.</summary>
    /// <param name="model">The graph.</param>
    /// <param name="weights">Where its weights lie.</param>
    /// <param name="device">Where it runs; must outlive the session.</param>
    /// <param name="profile">How the names of profiles begin; null, the default, profiles nothing.</param>
    public NetworkSession(OnnxModel model, WeightStore weights, Device device, string? profile = null)
    {
        weights.Load(model);
        using var options = device.CreateSessionOptions();
        options.LogId = model.Name;
        if (profile is not null)
        {
            options.ProfileOutputPathPrefix = profile;
            options.EnableProfiling = true;
        }

        (this.model, this.weights, this.device, session) = (model, weights, device, new InferenceSession(model.Bytes, options));
    }

    /// <summary>Of the graph.</summary>
    public string Name => model.Name;

    /// <summary>What a run gives.</summary>
    public IReadOnlyList<string> Outputs => model.Outputs;

    /// <summary>Binds the weights; the caller binds inputs and outputs and disposes the result before the session.</summary>
    public NetworkBinding Bind()
    {
        var binding = session.CreateIoBinding();
        try
        {
            foreach (var weight in model.Weights)
            {
                binding.BindInput(weight.Name, weights.View(weight));
            }

            return new NetworkBinding(device, session, binding);
        }
        catch
        {
            binding.Dispose();
            throw;
        }
    }

    /// <summary>Closes the profile and names its file: a trace in Chrome's format of every node that ran.</summary>
    public string EndProfiling() => session.EndProfiling();

    public void Dispose() => session.Dispose();
}
