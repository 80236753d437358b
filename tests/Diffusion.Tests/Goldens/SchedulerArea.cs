using System.Text.Json;
using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Goldens;

/// <summary>Every sampler and schedule, over a toy model that is linear in the latent and the timestep.</summary>
internal sealed class SchedulerArea : IGoldenArea
{
    private const float OfLatent = 0.1f;
    private const float OfTimestep = 0.0001f;

    public string Name => "scheduler";

    public IEnumerable<GoldenCheck> Run(GoldenCase golden)
    {
        var sampler = Sampler(golden);
        var noise = new TorchRandom(golden.Params.GetProperty("seed").GetUInt32());
        var expected = golden.Floats("x");
        yield return GoldenCheck.Tensor("timesteps", golden.Floats("timesteps"), [.. sampler.Timesteps.Select(t => (float)t)]);
        yield return GoldenCheck.Tensor("init_noise_sigma", [golden.Params.GetProperty("init_noise_sigma").GetSingle()], [(float)sampler.InitNoiseSigma]);
        if (golden.Has("sigmas"))
        {
            yield return GoldenCheck.Tensor("sigmas", golden.Floats("sigmas"), [.. Sigmas(sampler).Select(sigma => (float)sigma)]);
        }

        var x = new float[golden.Floats("x_init").Length];
        noise.Fill(x);
        foreach (ref var value in x.AsSpan())
        {
            value = (float)(value * sampler.InitNoiseSigma);
        }

        yield return GoldenCheck.Tensor("x_init", golden.Floats("x_init"), x);
        for (var call = 0; call < sampler.Timesteps.Count; call++)
        {
            sampler.Step(call, Model(sampler, call, x), x, noise);
            yield return GoldenCheck.Tensor($"x after call {call}", expected.AsSpan(call * x.Length, x.Length), x);
        }

        yield return AddNoise(golden);
    }

    private static ISampler Sampler(GoldenCase golden)
    {
        var file = new SchedulerFile(golden.ToString(), golden.Params.GetProperty("config"), golden.Params.GetProperty("scheduler").GetString());
        var eta = golden.Params.TryGetProperty("eta", out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : (double?)null;
        return Samplers.Create(file.Resolve(new SamplerChoice(Eta: eta)), golden.Params.GetProperty("steps").GetInt32());
    }

    private static IReadOnlyList<double> Sigmas(ISampler sampler) => sampler switch
    {
        SigmaSampler euler => euler.Sigmas,
        MultistepSampler multistep => multistep.Sigmas,
        _ => [],
    };

    private static float[] Model(ISampler sampler, int call, float[] x)
    {
        var output = new float[x.Length];
        sampler.ScaleInput(call, x, output);
        foreach (ref var value in output.AsSpan())
        {
            value = OfLatent * value + OfTimestep * (float)sampler.Timesteps[call];
        }

        return output;
    }

    // 0.5 with noise of −0.25, at the timestep of call N/2, from a sampler of its own: the other has been used up.
    private static GoldenCheck AddNoise(GoldenCase golden)
    {
        var expected = golden.Floats("add_noise");
        var x = Enumerable.Repeat(0.5f, expected.Length).ToArray();
        Sampler(golden).AddNoise(golden.Params.GetProperty("steps").GetInt32() / 2, [.. Enumerable.Repeat(-0.25f, expected.Length)], x);
        return GoldenCheck.Tensor("add_noise", expected, x);
    }
}
