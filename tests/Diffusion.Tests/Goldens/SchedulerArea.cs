using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Goldens;

/// <summary>Every sampler and schedule, over a toy model that is linear in the latent and the timestep; the case tells its coefficients in words.</summary>
internal sealed partial class SchedulerArea : IGoldenArea
{

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
            sampler.Step(call, Model(golden, sampler, call, x), x, noise);
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

    private static float[] Model(GoldenCase golden, ISampler sampler, int call, float[] x)
    {
        var (ofLatent, ofTimestep) = Two(ToyModel(), golden, "model");
        var output = new float[x.Length];
        sampler.ScaleInput(call, x, output);
        foreach (ref var value in output.AsSpan())
        {
            value = ofLatent * value + ofTimestep * (float)sampler.Timesteps[call];
        }

        return output;
    }

    // At the timestep of call N/2, from a sampler of its own: the other has been used up.
    private static GoldenCheck AddNoise(GoldenCase golden)
    {
        var expected = golden.Floats("add_noise");
        var (value, noise) = Two(NoisyValue(), golden, "add_noise");
        var x = Enumerable.Repeat(value, expected.Length).ToArray();
        Sampler(golden).AddNoise(golden.Params.GetProperty("steps").GetInt32() / 2, [.. Enumerable.Repeat(noise, expected.Length)], x);
        return GoldenCheck.Tensor("add_noise", expected, x);
    }

    private static (float First, float Second) Two(Regex numbers, GoldenCase golden, string param)
    {
        var match = numbers.Match(golden.Params.GetProperty(param).GetString()!);
        Assert.True(match.Success, $"{golden}: {param} is not as {numbers}.");
        return (float.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), float.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^m = ([-\d.e]+)\*scale_model_input\(x\) \+ ([-\d.e]+)\*t\b")]
    private static partial Regex ToyModel();

    [GeneratedRegex(@"^([-\d.e]+) and noise ([-\d.e]+) at timesteps\[steps/2\]$")]
    private static partial Regex NoisyValue();
}
