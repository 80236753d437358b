using SwiftDiffusion.Diffusion.Adapters.Merging;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Pipelines;

/// <summary>LoRAs that arrive while their request is painted.</summary>
public sealed class LoraOverlapTests(Postcards postcards) : IClassFixture<Postcards>
{
    // A fifth of the steps.
    private const int Latest = 3;

    private static readonly string Ink = Repository.PathOf("models/postcards/loras/ink.safetensors");
    private static readonly string Neon = Repository.PathOf("models/postcards/loras/neon.safetensors");
    private static readonly PaintRequest Request = Postcards.Small with { Steps = 5 * Latest };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Paint_ArrivedBeforeTheStart_IsExact()
    {
        var late = new LateLora(Ink);
        var prepared = postcards.Pipeline.Prepare(Request with { Loras = [late.Use] });
        late.Arrive();
        await prepared.Loras.Loras[0].Lora;
        var painting = postcards.Pipeline.Paint(prepared, progress: null, Cancellation);
        Assert.Equal(0, painting.Loras[0].Step);
        Assert.Equal(Exact(Ink), painting.Images[0].Picture.Pixels);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Latest - 1)]
    [InlineData(Latest)]
    public void Paint_ArrivesDuringAStep_IsPatchedBeforeTheNext(int steps)
    {
        var late = new LateLora(Ink);
        var painting = Paint(Request with { Loras = [late.Use] }, (step, prepared) =>
        {
            if (step == steps)
            {
                late.Arrive();
                prepared.Loras.Loras[0].Lora.Wait(Cancellation);
            }
        });
        Assert.Equal(steps, painting.Loras[0].Step);
        Assert.NotEqual(Exact(Ink), painting.Images[0].Picture.Pixels);
        Assert.NotEqual(Exact(), painting.Images[0].Picture.Pixels);
    }

    [Fact]
    public void Paint_ArrivesLaterThanTheLatestStep_IsWaitedFor()
    {
        var late = new LateLora(Ink);
        var (done, doneBefore) = (0, 0);
        Painting? painting = null;
        var painter = new Thread(() => painting = Paint(Request with { Loras = [late.Use] }, (step, _) => Volatile.Write(ref done, step)));
        painter.Start();
        // It stands still nowhere else for good: a step ends, and then it tells the next.
        SpinWait.SpinUntil(() => Volatile.Read(ref done) >= Latest && painter.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
        doneBefore = done;
        late.Arrive();
        painter.Join();
        Assert.Equal((Latest, Latest), (doneBefore, painting!.Loras[0].Step));
    }

    [Theory]
    [InlineData(true, 15, null)]
    [InlineData(false, 9, null)]
    [InlineData(false, 15, SamplerKind.Lcm)]
    public void Paint_MustNotBeginWithout_WaitsBeforeTheFirstStep(bool exact, int steps, SamplerKind? sampler)
    {
        var late = new LateLora(Ink);
        var request = Request with { Loras = [late.Use], Exact = exact, Steps = steps, Sampler = new SamplerChoice(sampler) };
        var done = 0;
        Painting? painting = null;
        var painter = new Thread(() => painting = Paint(request, (step, _) => done = step));
        painter.Start();
        SpinWait.SpinUntil(() => painter.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
        Assert.Equal(0, done);
        late.Arrive();
        painter.Join();
        Assert.Equal(0, painting!.Loras[0].Step);
        Assert.Equal(postcards.Paint(request with { Loras = [new LoraUse(Ink)] }).Images[0].Picture.Pixels, painting.Images[0].Picture.Pixels);
    }

    [Fact]
    public void Paint_TwoArriveApart_EachIsPatchedWhenItIsThere()
    {
        LateLora first = new(Ink), second = new(Neon);
        var painting = Paint(Request with { Loras = [first.Use, second.Use], Count = 2 }, (step, prepared) =>
        {
            if (step is 1 or 2)
            {
                // The second of the request comes first.
                var (late, i) = step == 1 ? (second, 1) : (first, 0);
                late.Arrive();
                prepared.Loras.Loras[i].Lora.Wait(Cancellation);
            }
        });
        Assert.Equal([2, 1], painting.Loras.Select(lora => lora.Step));
        // The second image has both from its first step on.
        Assert.Equal(postcards.Paint(Request with { Seed = 1, Loras = [new LoraUse(Ink), new LoraUse(Neon)] }).Images[0].Picture.Pixels, painting.Images[1].Picture.Pixels);
    }

    [Fact]
    public void Paint_PatchedLate_LeavesNoTrace()
    {
        var plain = Exact();
        var late = new LateLora(Ink);
        Paint(Request with { Loras = [late.Use] }, (step, _) => late.ArriveAt(step, 1));
        Assert.Equal(plain, Exact());
        Assert.Equal(Exact(Ink), Exact(Ink));
    }

    [Fact]
    public void Paint_DoesNotCome_FailsWithWhatItFailedOf()
    {
        var late = new LateLora(Ink);
        var steps = 0;
        var error = Assert.Throws<TimeoutException>(() => Paint(Request with { Loras = [late.Use] }, (step, prepared) =>
        {
            steps = step;
            if (step == 1)
            {
                late.Fail(new TimeoutException("The store is gone."));
                Task.WaitAny([prepared.Loras.Loras[0].Lora], Cancellation);
            }
        }));
        Assert.Equal(("The store is gone.", 1), (error.Message, steps));
    }

    [Fact]
    public void Paint_ComesForAnotherModel_NamesTheFile()
    {
        var other = Repository.PathOf("tests/goldens/loras/sd15-tiny-kohya.safetensors");
        var late = new LateLora(other);
        Assert.Equal(other, Assert.Throws<CheckpointException>(() => Paint(Request with { Loras = [late.Use] }, (step, _) => late.ArriveAt(step, 1))).Path);
    }

    [Fact]
    public void Paint_CancelledWhileItWaits_Stops()
    {
        var late = new LateLora(Ink);
        using var cancellation = new CancellationTokenSource();
        Exception? error = null;
        var painter = new Thread(() => error = Record.Exception(() => postcards.PaintUntil(Request with { Loras = [late.Use], Exact = true }, progress: null, cancellation.Token)));
        painter.Start();
        SpinWait.SpinUntil(() => painter.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
        cancellation.Cancel();
        painter.Join();
        Assert.IsAssignableFrom<OperationCanceledException>(error);
    }

    [Theory]
    [InlineData("models/postcards/base", "models/postcards/loras/ink.safetensors", "models/postcards/controlnets/edges")]
    [InlineData("tests/goldens/models/sdxl-tiny", "tests/goldens/loras/sdxl-tiny-kohya.safetensors", "tests/goldens/models/sdxl-tiny-controlnet-0")]
    public void Update_WeightsPatched_GivesTheBitsOfAFreshRun(string folder, string lora, string controlNet)
    {
        using var model = ModelParts.Load(Repository.PathOf(folder), TestDevices.Options);
        using var nets = new ControlNetCache(model.Denoiser.Config, model.Devices, budget: 0);
        var control = new ControlNetUse(Repository.PathOf(controlNet), Postcards.Edges(64));
        var prepared = new RequestPreparer(model).Prepare(Postcards.Small with { Loras = [new LoraUse(Repository.PathOf(lora))], ControlNets = [control, control with { GuessMode = true }] });
        using var early = new PaintRun(model, model.Vae, prepared, nets.Get(prepared.Request.ControlNets), images: 1, Cancellation);
        var plain = Denoise(early);
        model.Patcher.Apply(prepared.Loras.PlanOf(_ => true), Cancellation);
        early.Update(Cancellation);
        using var fresh = new PaintRun(model, model.Vae, prepared, nets.Get(prepared.Request.ControlNets), images: 1, Cancellation);
        var patched = Denoise(fresh);
        Assert.NotEqual(plain, patched);
        Assert.Equal(patched, Denoise(early));
        model.Patcher.Apply(MergePlan.Base, Cancellation);
        early.Update(Cancellation);
        Assert.Equal(plain, Denoise(early));
    }

    private static float[] Denoise(PaintRun run) => run.Denoise(new TorchRandom(7), origin: null, _ => { }, () => { }, Cancellation);

    private byte[] Exact(params string[] loras) =>
        postcards.Paint(Request with { Exact = true, Loras = [.. loras.Select(path => new LoraUse(path))] }).Images[0].Picture.Pixels;

    private Painting Paint(PaintRequest request, Action<int, PreparedRequest> stepDone)
    {
        var prepared = postcards.Pipeline.Prepare(request);
        return postcards.Pipeline.Paint(prepared, progress => stepDone(progress.Step, prepared), Cancellation);
    }

    /// <summary>A LoRA that a test lets arrive.</summary>
    private sealed class LateLora
    {
        private readonly TaskCompletionSource<string> file = new();
        private readonly string path;

        public LateLora(string path) => (this.path, Use) = (path, new LoraUse(file.Task));

        public LoraUse Use { get; }

        public void Arrive() => file.SetResult(path);

        public void ArriveAt(int step, int due)
        {
            if (step == due)
            {
                Arrive();
            }
        }

        public void Fail(Exception exception) => file.SetException(exception);
    }
}
