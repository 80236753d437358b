using SwiftDiffusion.Diffusion.Adapters.Merging;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Onnx;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Diffusion.Tests.Checkpoints;

namespace SwiftDiffusion.Diffusion.Tests.Adapters;

/// <summary>What a model promises about its weights, whatever was merged before.</summary>
public sealed class LoraPatcherTests : IDisposable
{
    private const float Tolerance = 1e-5f;

    private readonly ModelParts model = ModelParts.Load(Repository.PathOf("tests/goldens/models/sd15-tiny"), new EngineOptions { Threads = 2 });
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("sd15-tiny", "kohya")]
    [InlineData("sd15-tiny", "peft")]
    [InlineData("sd15-tiny", "peft-alpha")]
    [InlineData("sd15-tiny", "diffusers-old")]
    [InlineData("sd15-tiny", "locon")]
    [InlineData("sd15-tiny", "loha")]
    [InlineData("sd15-tiny", "lokr")]
    [InlineData("sd15-tiny", "dora")]
    [InlineData("sd15-tiny", "full")]
    [InlineData("sd15-tiny", "pair-0")]
    [InlineData("sdxl-tiny", "kohya")]
    [InlineData("sdxl-tiny", "peft")]
    [InlineData("sdxl-tiny", "peft-alpha")]
    [InlineData("sdxl-tiny", "diffusers-old")]
    [InlineData("sdxl-tiny", "locon")]
    [InlineData("sdxl-tiny", "loha")]
    [InlineData("sdxl-tiny", "lokr")]
    [InlineData("sdxl-tiny", "dora")]
    [InlineData("sdxl-tiny", "full")]
    public void Apply_LoraInAndOut_LeavesEveryBitAsItWas(string family, string lora)
    {
        using var other = ModelParts.Load(Repository.PathOf($"tests/goldens/models/{family}"), new EngineOptions { Threads = 2 });
        var before = Weights(other);
        var plan = Plan(other, new LoraUse(PathOf($"{family}-{lora}"), 0.7));
        var changed = other.Patcher.Apply(plan, CancellationToken.None);
        Assert.NotEqual(0, Difference(before, Weights(other)));
        Assert.Equal(changed, other.Patcher.Apply(MergePlan.Base, CancellationToken.None));
        Assert.Equal(0, Difference(before, Weights(other)));
    }

    [Fact]
    public void Apply_AfterOtherLoras_GivesTheBitsOfAFreshModel()
    {
        model.Patcher.Apply(Plan(new LoraUse(PathOf("sd15-tiny-loha"), 2)), CancellationToken.None);
        model.Patcher.Apply(Plan(new LoraUse(PathOf("sd15-tiny-kohya"), -1), new LoraUse(PathOf("sd15-tiny-full"))), CancellationToken.None);
        var plan = Plan(new LoraUse(PathOf("sd15-tiny-pair-0"), 0.8), new LoraUse(PathOf("sd15-tiny-pair-1"), 0.4));
        model.Patcher.Apply(plan, CancellationToken.None);
        using var fresh = ModelParts.Load(Repository.PathOf("tests/goldens/models/sd15-tiny"), new EngineOptions { Threads = 1 });
        fresh.Patcher.Apply(plan, CancellationToken.None);
        Assert.Equal(0, Difference(Weights(fresh), Weights(model)));
    }

    [Fact]
    public void Apply_TwoLorasInEitherOrder_AgreesToRounding()
    {
        LoraUse one = new(PathOf("sd15-tiny-pair-0"), 0.8), other = new(PathOf("sd15-tiny-pair-1"), 0.4);
        model.Patcher.Apply(Plan(one, other), CancellationToken.None);
        var first = Weights(model);
        Assert.True(model.Patcher.Apply(Plan(other, one), CancellationToken.None) > 0);
        Assert.InRange(Difference(first, Weights(model)), 0, Tolerance);
    }

    [Fact]
    public void Apply_SameLorasAgain_WritesNothing()
    {
        model.Patcher.Apply(Plan(new LoraUse(PathOf("sd15-tiny-kohya"), 0.7)), CancellationToken.None);
        Assert.Equal(0, model.Patcher.Apply(Plan(new LoraUse(PathOf("sd15-tiny-kohya"), 0.7)), CancellationToken.None));
    }

    [Fact]
    public void Apply_SecondLoraTakenOut_WritesOnlyWhatItChanged()
    {
        LoraUse large = new(PathOf("sd15-tiny-kohya"), 0.7), small = new(PathOf("sd15-tiny-full"), 0.5);
        model.Patcher.Apply(Plan(large), CancellationToken.None);
        var before = Weights(model);
        // 8 weights and 2 biases.
        Assert.Equal(10, model.Patcher.Apply(Plan(large, small), CancellationToken.None));
        Assert.Equal(10, model.Patcher.Apply(Plan(large), CancellationToken.None));
        Assert.Equal(0, Difference(before, Weights(model)));
    }

    [Fact]
    public void Apply_TextEncoderScaleAlone_LeavesTheUNetAlone()
    {
        model.Patcher.Apply(Plan(new LoraUse(PathOf("sd15-tiny-pair-0"), 0.8)), CancellationToken.None);
        var lora = model.Loras.Prepare([new LoraUse(PathOf("sd15-tiny-pair-0"), 0.8, textEncoderScale: 0.3)]);
        Assert.Equal(18, model.Patcher.Apply(lora.PlanOf(_ => true), CancellationToken.None));
        Assert.Equal(150, lora.Loras[0].Report(0).MatchedModules);
    }

    [Fact]
    public void Apply_ScaleZero_WritesNothing() => Assert.Equal(0, model.Patcher.Apply(Plan(new LoraUse(PathOf("sd15-tiny-pair-0"), 0)), CancellationToken.None));

    [Fact]
    public void Apply_SameLoraTwice_CountsTwice()
    {
        model.Patcher.Apply(Plan(new LoraUse(PathOf("sd15-tiny-kohya"), 0.3), new LoraUse(PathOf("sd15-tiny-kohya"), 0.4)), CancellationToken.None);
        var twice = Weights(model);
        model.Patcher.Apply(Plan(new LoraUse(PathOf("sd15-tiny-kohya"), 0.7)), CancellationToken.None);
        Assert.InRange(Difference(twice, Weights(model)), 0, Tolerance);
    }

    [Fact]
    public void Apply_FileReplacedUnderTheSameName_MergesTheNewOne()
    {
        var path = folder.Copy("tests/goldens/loras/sd15-tiny-pair-0.safetensors", "lora.safetensors");
        model.Patcher.Apply(Plan(new LoraUse(path)), CancellationToken.None);
        File.Copy(PathOf("sd15-tiny-pair-1"), path, overwrite: true);
        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddSeconds(1));
        model.Patcher.Apply(Plan(new LoraUse(path)), CancellationToken.None);
        var replaced = Weights(model);
        model.Patcher.Apply(Plan(new LoraUse(PathOf("sd15-tiny-pair-1"))), CancellationToken.None);
        Assert.Equal(0, Difference(Weights(model), replaced));
    }

    [Fact]
    public void Apply_StoppedHalfWay_IsPutRightByTheNext()
    {
        var before = Weights(model);
        using var cancellation = new CancellationTokenSource();
        var source = new StoppingTensors(model.Checkpoint.UNet.Tensors, stopAfter: 20, cancellation);
        using var weights = new WeightStore(source);
        Load(weights);
        var patcher = new LoraPatcher(new Dictionary<string, WeightStore> { ["unet"] = weights }, threads: 1);
        var plan = Plan(new LoraUse(PathOf("sd15-tiny-kohya"), 0.7));
        source.Start();
        Assert.ThrowsAny<OperationCanceledException>(() => patcher.Apply(plan, cancellation.Token));

        // Those that were written are left; the rest, and any that was begun, are written now.
        Assert.Equal(132 - 20, patcher.Apply(plan, CancellationToken.None));
        model.Patcher.Apply(plan, CancellationToken.None);
        Assert.All(plan.Weights, weight => Assert.Equal(model.Denoiser.Weights.Values(weight.Name).ToArray(), weights.Values(weight.Name).ToArray()));
        model.Patcher.Apply(MergePlan.Base, CancellationToken.None);
        Assert.Equal(0, Difference(before, Weights(model)));
    }

    [Fact]
    public void Apply_FailedHalfWay_IsPutRightByTheNext()
    {
        var before = Weights(model);
        var file = new LoraWriter();
        file.AddValues("lora_unet_conv_in.diff", [.. Enumerable.Repeat(float.MaxValue, 16 * 4 * 9)], 16, 4, 3, 3);
        var path = file.Write(folder);
        var error = Assert.Throws<CheckpointException>(() => model.Patcher.Apply(Plan(new LoraUse(PathOf("sd15-tiny-kohya")), new LoraUse(path, 4)), CancellationToken.None));
        Assert.Equal($"{path}: at scale 4 its change of 'conv_in.weight' is not finite.", error.Message);
        model.Patcher.Apply(MergePlan.Base, CancellationToken.None);
        Assert.Equal(0, Difference(before, Weights(model)));
    }

    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    private static string PathOf(string lora) => Repository.PathOf($"tests/goldens/loras/{lora}.safetensors");

    private static MergePlan Plan(ModelParts model, params LoraUse[] uses) => model.Loras.Prepare(uses).PlanOf(_ => true);

    private MergePlan Plan(params LoraUse[] uses) => Plan(model, uses);

    private static float[] Weights(ModelParts model)
    {
        var weights = new List<float>();
        AddAll(model.Checkpoint.UNet.Tensors, model.Denoiser.Weights);
        foreach (var (part, encoder) in model.Checkpoint.TextEncoders.Zip(model.PromptEncoder.Encoders))
        {
            AddAll(part.Tensors, encoder.Weights);
        }

        return [.. weights];

        void AddAll(ITensorSource tensors, WeightStore store)
        {
            foreach (var name in tensors.Tensors.Keys.Order(StringComparer.Ordinal))
            {
                weights.AddRange(store.Values(name));
            }
        }
    }

    /// <summary>The largest, 0 only for equal numbers; -0 is none that a merge gives.</summary>
    private static float Difference(float[] one, float[] other) =>
        one.AsSpan().SequenceEqual(other) ? 0 : one.Zip(other, (a, b) => MathF.Abs(a - b)).Max();

    private void Load(WeightStore weights)
    {
        foreach (var tensor in model.Checkpoint.UNet.Tensors.Tensors.Values)
        {
            weights.Load(new WeightSpec(tensor.Name, [.. tensor.Shape], [.. tensor.Shape]));
        }
    }

    /// <summary>Cancels once some tensors have been read.</summary>
    private sealed class StoppingTensors(ITensorSource source, int stopAfter, CancellationTokenSource cancellation) : ITensorSource
    {
        private int left = int.MaxValue;

        public string Path => source.Path;

        public IReadOnlyDictionary<string, TensorInfo> Tensors => source.Tensors;

        public void Start() => left = stopAfter;

        public void ReadFloats(string name, Span<float> destination)
        {
            if (--left == 0)
            {
                cancellation.Cancel();
            }

            source.ReadFloats(name, destination);
        }
    }
}
