using System.Text.Json;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Serialization;

namespace SwiftDiffusion.Messages.Tests.Serialization;

public sealed class MessageJsonTests
{
    private const string Minimal = """{"jobId": "a", "model": "postcards", "prompt": "x"}""";

    [Fact]
    public void Serialize_Job_WritesCamelCaseSnakeCaseAndNoNulls() => Assert.Equal(
        """
        {"jobId":"a","model":"sd","prompt":"\u003Cb\u003E é","promptSyntax":"a1111","count":1,"steps":25,"guidance":7.5,"guidanceRescale":0,"clipSkip":0,"strength":0.75,"controlNets":[],"loras":[],"embeddings":[],"tiledDecoding":false,"output":{"format":"png","quality":90,"embedMetadata":true},"exact":false,"deadline":"2026-11-25T08:30:00.25Z","priority":"normal","labels":{}}
        """,
        MessageJson.Serialize(new GenerateImages { JobId = "a", Model = "sd", Prompt = "<b> é", Deadline = new DateTimeOffset(2026, 11, 25, 10, 30, 0, 250, TimeSpan.FromHours(2)) }));

    [Fact]
    public void Serialize_EventKnownByItsBase_WritesAllOfIt()
    {
        JobEvent failed = new JobFailed { JobId = "a", Time = Samples.Time, Reason = FailureReason.WorkerLost, Message = "m", Retryable = true };
        Assert.Equal("""{"jobId":"a","time":"2026-11-25T08:30:00.25Z","labels":{},"reason":"worker_lost","message":"m","retryable":true,"violations":[]}""", MessageJson.Serialize(failed));
    }

    [Fact]
    public void Serialize_NumberThatIsNone_Throws() => Assert.Throws<ArgumentException>(() => MessageJson.Serialize(Samples.MinimalJob with { Guidance = double.NaN }));

    [Fact]
    public void Options_AreReadOnly() => Assert.True(MessageJson.Options.IsReadOnly);

    [Fact]
    public void Deserialize_OnlyWhatIsRequired_GivesTheDefaults() =>
        Assert.Equivalent(new GenerateImages { JobId = "a", Model = "postcards", Prompt = "x" }, MessageJson.Deserialize<GenerateImages>(Minimal), strict: true);

    [Fact]
    public void Deserialize_UnknownFields_AreIgnoredAtEveryDepth()
    {
        var job = MessageJson.Deserialize<GenerateImages>("""
            {"jobId": "a", "model": "m", "prompt": "x", "Steps": 9, "future": {"a": [1, {"b": null}]}, "output": {"quality": 50, "depth": 16}, "loras": [{"name": "ink", "blocks": [1, 2]}]}
            """);
        Assert.Equal((25, 50, "ink"), (job.Steps, job.Output.Quality, job.Loras[0].Name));
    }

    [Fact]
    public void Deserialize_NullForWhatMayBeNull_IsTheDefault()
    {
        var job = MessageJson.Deserialize<GenerateImages>("""{"jobId": "a", "model": "m", "prompt": "x", "seed": null, "schedule": null, "hires": null, "deadline": null}""");
        Assert.Equal((null, null, null, null), (job.Seed, job.Schedule, job.Hires, job.Deadline));
    }

    [Theory]
    [InlineData("2026-11-25T08:30:00Z")]
    [InlineData("2026-11-25T09:30:00+01:00")]
    [InlineData("2026-11-25T00:30:00.0-08:00")]
    public void Deserialize_TimeWithAnOffset_IsThatTime(string time)
    {
        var job = MessageJson.Deserialize<GenerateImages>($$"""{"jobId": "a", "model": "m", "prompt": "x", "deadline": "{{time}}"}""");
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 8, 30, 0, TimeSpan.Zero), job.Deadline);
    }

    [Fact]
    public void Deserialize_EscapesAndSurrogatePairs_AreRead() =>
        Assert.Equal("é😀\n\"", MessageJson.Deserialize<GenerateImages>("""{"jobId": "a", "model": "m", "prompt": "\u00e9\ud83d\ude00\n\""}""").Prompt);

    [Fact]
    public void Words_OfEveryEnum_AreSnakeCase()
    {
        var enums = typeof(GenerateImages).Assembly.GetExportedTypes().Where(type => type.IsEnum && type != typeof(JobSampler));
        Assert.Equal(
            "ControlType: pose depth scribble edges normal segmentation tile repaint; FailureReason: invalid_job unsupported_feature model_not_found model_invalid adapter_not_found adapter_invalid input_unavailable input_invalid storage_unavailable device_fault worker_lost; " +
            "HiresUpscaler: latent lanczos; ImageFormat: png jpeg webp; JobPriority: normal low; NoiseSchedule: timesteps karras exponential beta; Preprocessor: none canny invert; " +
            "PromptSyntax: a1111 plain; ResizeMode: stretch crop pad; TimestepSpacing: leading trailing linspace",
            string.Join("; ", enums.OrderBy(type => type.Name, StringComparer.Ordinal).Select(type => $"{type.Name}: {string.Join(' ', Words.All(type))}")));
    }

    [Fact]
    public void Options_CopiedForAnotherSerializer_KeepTheRules()
    {
        var copy = new JsonSerializerOptions(MessageJson.Options);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<GenerateImages>("""{"jobId": "a", "model": null, "prompt": "x"}""", copy));
        Assert.Equal(MessageJson.Serialize(Samples.FullJob), JsonSerializer.Serialize(Samples.FullJob, copy));
    }
}
