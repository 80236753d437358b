using SwiftDiffusion.Diffusion.Adapters;
using SwiftDiffusion.Diffusion.Adapters.Merging;
using SwiftDiffusion.Diffusion.Adapters.Naming;
using SwiftDiffusion.Diffusion.Tests.Checkpoints;

namespace SwiftDiffusion.Diffusion.Tests.Adapters;

/// <summary>Each family's formula, element by element in double precision, for what no golden holds as well.</summary>
public sealed class FamiliesTests : IDisposable
{
    private const string Query = "mid_block.attentions.0.transformer_blocks.0.attn1.to_q";
    private const string Kohya = "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn1_to_q";
    private const string Conv = "lora_unet_conv_in";
    private const int Outputs = 12, Inputs = 40, Channels = 6, Kernel = 9;

    private static readonly FakeNetwork UNet = new(
        (Query + ".weight", [Outputs, Inputs]), ("conv_in.weight", [Outputs, Channels, 3, 3]), ("conv_in.bias", [Outputs]), ("conv_norm_out.weight", [Outputs]), ("conv_norm_out.bias", [Outputs]));

    private readonly TemporaryFolder folder = new();
    private readonly LoraWriter file = new();

    [Fact]
    public void Kohya_AlphaOfHalfTheRank_HalvesTheProduct()
    {
        var (down, up) = (file.Add(Kohya + ".lora_down.weight", 4, Inputs), file.Add(Kohya + ".lora_up.weight", Outputs, 4));
        file.AddValues(Kohya + ".alpha", [2]);
        AssertMerged(Query, (o, i) => 0.5 * Sum(4, r => up[(o * 4) + r] * (double)down[(r * Inputs) + i]));
    }

    [Fact]
    public void Kohya_NoAlpha_CountsAsTheRank()
    {
        var (down, up) = (file.Add(Kohya + ".lora_down.weight", 4, Inputs), file.Add(Kohya + ".lora_up.weight", Outputs, 4));
        AssertMerged(Query, (o, i) => Sum(4, r => up[(o * 4) + r] * (double)down[(r * Inputs) + i]));
    }

    [Fact]
    public void LoCon_OverAConvolution_CarriesTheKernelInItsInput()
    {
        var (down, up) = (file.Add(Conv + ".lora_down.weight", 3, Channels, 3, 3), file.Add(Conv + ".lora_up.weight", Outputs, 3, 1, 1));
        AssertMerged("conv_in", (o, i) => Sum(3, r => up[(o * 3) + r] * (double)down[(r * Channels * Kernel) + i]));
    }

    [Fact]
    public void LoCon_Tucker_ContractsTheCore()
    {
        var (down, up) = (file.Add(Conv + ".lora_down.weight", 2, Channels, 1, 1), file.Add(Conv + ".lora_up.weight", Outputs, 3, 1, 1));
        var core = file.Add(Conv + ".lora_mid.weight", 3, 2, 3, 3);
        file.AddValues(Conv + ".alpha", [1]);
        AssertMerged("conv_in", (o, i) => 0.5 * Tucker((m) => up[(o * 3) + m], core, n => down[(n * Channels) + (i / Kernel)], 3, 2, i % Kernel));
    }

    [Fact]
    public void LoHa_TwoProducts_AreMultipliedElementByElement()
    {
        var (a1, b1) = (file.Add(Kohya + ".hada_w1_a", Outputs, 4), file.Add(Kohya + ".hada_w1_b", 4, Inputs));
        var (a2, b2) = (file.Add(Kohya + ".hada_w2_a", Outputs, 4), file.Add(Kohya + ".hada_w2_b", 4, Inputs));
        file.AddValues(Kohya + ".alpha", [1]);
        AssertMerged(Query, (o, i) => 0.25 * Sum(4, r => a1[(o * 4) + r] * (double)b1[(r * Inputs) + i]) * Sum(4, r => a2[(o * 4) + r] * (double)b2[(r * Inputs) + i]));
    }

    [Fact]
    public void LoHa_Tucker_ContractsBothCores()
    {
        var (a1, b1, t1) = (file.Add(Conv + ".hada_w1_a", 3, Outputs), file.Add(Conv + ".hada_w1_b", 3, Channels), file.Add(Conv + ".hada_t1", 3, 3, 3, 3));
        var (a2, b2, t2) = (file.Add(Conv + ".hada_w2_a", 3, Outputs), file.Add(Conv + ".hada_w2_b", 3, Channels), file.Add(Conv + ".hada_t2", 3, 3, 3, 3));
        AssertMerged("conv_in", (o, i) =>
            Tucker(m => a1[(m * Outputs) + o], t1, n => b1[(n * Channels) + (i / Kernel)], 3, 3, i % Kernel)
            * Tucker(m => a2[(m * Outputs) + o], t2, n => b2[(n * Channels) + (i / Kernel)], 3, 3, i % Kernel));
    }

    [Fact]
    public void LoKr_BothFactorsWhole_IgnoresAlpha()
    {
        var (coarse, fine) = (file.Add(Kohya + ".lokr_w1", 4, 5), file.Add(Kohya + ".lokr_w2", 3, 8));
        file.AddValues(Kohya + ".alpha", [1e10f]);
        AssertMerged(Query, (o, i) => coarse[(o / 3 * 5) + (i / 8)] * (double)fine[(o % 3 * 8) + (i % 8)]);
    }

    [Fact]
    public void LoKr_BothFactorsDecomposed_TakesTheRankOfTheFineOne()
    {
        var (a1, b1) = (file.Add(Kohya + ".lokr_w1_a", 4, 3), file.Add(Kohya + ".lokr_w1_b", 3, 5));
        var (a2, b2) = (file.Add(Kohya + ".lokr_w2_a", 3, 2), file.Add(Kohya + ".lokr_w2_b", 2, 8));
        file.AddValues(Kohya + ".alpha", [1]);
        AssertMerged(Query, (o, i) => 0.5
            * Sum(3, r => a1[(o / 3 * 3) + r] * (double)b1[(r * 5) + (i / 8)])
            * Sum(2, r => a2[(o % 3 * 2) + r] * (double)b2[(r * 8) + (i % 8)]));
    }

    [Fact]
    public void LoKr_CoarseFactorDecomposed_TakesItsRank()
    {
        var (a1, b1, fine) = (file.Add(Kohya + ".lokr_w1_a", 4, 2), file.Add(Kohya + ".lokr_w1_b", 2, 5), file.Add(Kohya + ".lokr_w2", 3, 8));
        file.AddValues(Kohya + ".alpha", [1]);
        AssertMerged(Query, (o, i) => 0.5 * Sum(2, r => a1[(o / 3 * 2) + r] * (double)b1[(r * 5) + (i / 8)]) * fine[(o % 3 * 8) + (i % 8)]);
    }

    [Fact]
    public void LoKr_OverAConvolution_RepeatsTheKernel()
    {
        var (coarse, fine) = (file.Add(Conv + ".lokr_w1", 4, 2), file.Add(Conv + ".lokr_w2", 3, 3, 3, 3));
        AssertMerged("conv_in", (o, i) => coarse[(o / 3 * 2) + (i / (3 * Kernel))] * (double)fine[(o % 3 * 3 * Kernel) + (i % (3 * Kernel))]);
    }

    [Fact]
    public void LoKr_Tucker_ContractsTheFineFactor()
    {
        var coarse = file.Add(Conv + ".lokr_w1", 4, 2);
        var (a2, b2, t2) = (file.Add(Conv + ".lokr_w2_a", 2, 3), file.Add(Conv + ".lokr_w2_b", 2, 3), file.Add(Conv + ".lokr_t2", 2, 2, 3, 3));
        file.AddValues(Conv + ".alpha", [1]);
        AssertMerged("conv_in", (o, i) => 0.5 * coarse[(o / 3 * 2) + (i / (3 * Kernel))]
            * Tucker(m => a2[(m * 3) + (o % 3)], t2, n => b2[(n * 3) + (i / Kernel % 3)], 2, 2, i % Kernel));
    }

    [Theory]
    [InlineData(".dora_scale", 2)]
    [InlineData(".dora_scale", 1)]
    [InlineData(".lora_magnitude_vector", 1)]
    public void DoRA_MagnitudesOfOutputs_RescaleRows(string key, int dimensions)
    {
        var (down, up) = (file.Add(Kohya + ".lora_down.weight", 4, Inputs), file.Add(Kohya + ".lora_up.weight", Outputs, 4));
        var m = file.Add(Kohya + key, dimensions == 1 ? [Outputs] : [Outputs, 1]);
        var w = Numbers.Of(Query + ".weight", Outputs * Inputs);
        AssertMerged(Query, (o, i) => (m[o] * V(o, i) / Math.Sqrt(Sum(Inputs, j => V(o, j) * V(o, j)))) - w[(o * Inputs) + i]);

        double V(int o, int i) => w[(o * Inputs) + i] + Sum(4, r => up[(o * 4) + r] * (double)down[(r * Inputs) + i]);
    }

    [Fact]
    public void DoRA_MagnitudesOfInputs_RescaleChannels()
    {
        var (down, up) = (file.Add(Conv + ".lora_down.weight", 2, Channels, 3, 3), file.Add(Conv + ".lora_up.weight", Outputs, 2, 1, 1));
        var m = file.Add(Conv + ".dora_scale", 1, Channels, 1, 1);
        var w = Numbers.Of("conv_in.weight", Outputs * Channels * Kernel);
        AssertMerged("conv_in", (o, i) => (m[i / Kernel] * V(o, i) / Norm(i / Kernel)) - w[(o * Channels * Kernel) + i]);

        double V(int o, int i) => w[(o * Channels * Kernel) + i] + Sum(2, r => up[(o * 2) + r] * (double)down[(r * Channels * Kernel) + i]);
        double Norm(int channel) => Math.Sqrt(Sum(Outputs, o => Sum(Kernel, x => Math.Pow(V(o, (channel * Kernel) + x), 2))));
    }

    [Fact]
    public void DoRA_PeftOverAConvolution_HoldsOutputsInItsSecondDimension()
    {
        var (down, up) = (file.Add("unet.conv_in.lora_A.weight", 2, Channels, 3, 3), file.Add("unet.conv_in.lora_B.weight", Outputs, 2, 1, 1));
        var m = file.Add("unet.conv_in.lora_magnitude_vector.weight", 1, Outputs, 1, 1);
        var w = Numbers.Of("conv_in.weight", Outputs * Channels * Kernel);
        AssertMerged("conv_in", (o, i) => (m[o] * V(o, i) / Math.Sqrt(Sum(Channels * Kernel, j => V(o, j) * V(o, j)))) - w[(o * Channels * Kernel) + i]);

        double V(int o, int i) => w[(o * Channels * Kernel) + i] + Sum(2, r => up[(o * 2) + r] * (double)down[(r * Channels * Kernel) + i]);
    }

    [Fact]
    public void Difference_OfWeightAndBias_IsAddedWithoutAlpha()
    {
        var (weight, bias) = (file.Add(Conv + ".diff", Outputs, Channels, 3, 3), file.Add(Conv + ".diff_b", Outputs));
        file.AddValues(Conv + ".alpha", [1]);
        AssertMerged("conv_in", (o, i) => weight[(o * Channels * Kernel) + i]);
        AssertMerged("conv_in", (o, _) => bias[o], tensor: "bias");
    }

    [Fact]
    public void Difference_OfNorms_IsAdded()
    {
        var (weight, bias) = (file.Add("lora_unet_out_0.w_norm", Outputs), file.Add("lora_unet_out_0.b_norm", Outputs));
        AssertMerged("conv_norm_out", (o, _) => weight[o]);
        AssertMerged("conv_norm_out", (o, _) => bias[o], tensor: "bias");
    }

    [Theory]
    [InlineData("""{"unet.r": 4, "unet.lora_alpha": 8}""", 2)]
    [InlineData("""{"unet.lora_alpha": 8, "unet.alpha_pattern": {"to_q": 2}}""", 0.5)]
    [InlineData("""{"unet.lora_alpha": 8, "unet.alpha_pattern": {"attn1.to_q": 2, "to_q": 4}}""", 0.5)]
    [InlineData("""{"unet.lora_alpha": 8, "unet.alpha_pattern": {"o_q": 2, "^to_q": 4}}""", 2)]
    [InlineData("""{"unet.lora_alpha": 8, "unet.alpha_pattern": {"^mid_block.attentions.0.transformer_blocks.0.attn1.to_q": 4}}""", 1)]
    [InlineData("""{"unet.lora_alpha": 8, "unet.use_rslora": true}""", 4)]
    [InlineData("""{"text_encoder.lora_alpha": 8}""", 1)]
    public void Peft_AlphaInTheHeader_ScalesTheProduct(string metadata, double factor)
    {
        file.Metadata["lora_adapter_metadata"] = metadata;
        var (down, up) = (file.Add($"unet.{Query}.lora_A.weight", 4, Inputs), file.Add($"unet.{Query}.lora_B.weight", Outputs, 4));
        AssertMerged(Query, (o, i) => factor * Sum(4, r => up[(o * 4) + r] * (double)down[(r * Inputs) + i]));
    }

    [Fact]
    public void Peft_BiasOfTheSecondFactor_IsAddedToTheBias()
    {
        file.Metadata["lora_adapter_metadata"] = """{"unet.lora_alpha": 4}""";
        file.Add("unet.conv_in.lora_A.weight", 2, Channels, 3, 3);
        file.Add("unet.conv_in.lora_B.weight", Outputs, 2, 1, 1);
        var bias = file.Add("unet.conv_in.lora_B.bias", Outputs);
        AssertMerged("conv_in", (o, _) => 2 * bias[o], tensor: "bias");
    }

    [Theory]
    [InlineData("unet.{0}.lora.down.weight", "unet.{0}.lora.up.weight")]
    [InlineData("{0}.lora_A.default.weight", "{0}.lora_B.default.weight")]
    [InlineData("base_model.model.unet.{0}.lora_A.weight", "base_model.model.unet.{0}.lora_B.weight")]
    [InlineData("diffusion_model.middle_block.1.transformer_blocks.0.attn1.to_q.lora_down.weight", "diffusion_model.middle_block.1.transformer_blocks.0.attn1.to_q.lora_up.weight")]
    [InlineData("lora_unet_middle_block_1_transformer_blocks_0_attn1_to_q.lora_down.weight", "lora_unet_middle_block_1_transformer_blocks_0_attn1_to_q.lora_up.weight")]
    public void Names_OfOneModule_AllReachIt(string downKey, string upKey)
    {
        var down = file.Add(downKey.Replace("{0}", Query, StringComparison.Ordinal), 4, Inputs);
        var up = file.Add(upKey.Replace("{0}", Query, StringComparison.Ordinal), Outputs, 4);
        AssertMerged(Query, (o, i) => Sum(4, r => up[(o * 4) + r] * (double)down[(r * Inputs) + i]));
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Asserts that W + 0.7·Δ comes out, at every element.</summary>
    private void AssertMerged(string module, Func<int, int, double> delta, string tensor = "weight")
    {
        const float Strength = 0.7f;
        var lora = new LoraMatcher(new AdapterTargets(UNet, [])).Load(file.Write(folder));
        var plan = new MergePlan();
        plan.Add(lora, _ => Strength);
        var name = $"{module}.{tensor}";
        var merged = new float[UNet.Tensors[name].Count];
        WeightMerge.Write(UNet, name, plan.Of(new WeightId("unet", name)), merged);
        var trained = Numbers.Of(name, merged.Length);
        var width = merged.Length / Outputs;
        Assert.Empty(lora.UnmatchedKeys);
        Assert.All(merged.Index(), element =>
        {
            var expected = trained[element.Index] + (Strength * delta(element.Index / width, element.Index % width));
            Assert.Equal(expected, element.Item, 2e-5);
        });
    }

    private static double Tucker(Func<int, float> up, float[] core, Func<int, float> down, int m, int n, int tap) =>
        Sum(m, i => Sum(n, j => (double)up(i) * core[(((i * n) + j) * Kernel) + tap] * down(j)));

    private static double Sum(int count, Func<int, double> term) => Enumerable.Range(0, count).Sum(term);
}
