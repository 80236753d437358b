using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Checkpoints.Layouts;
using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Fuzzing;

/// <summary>Whatever stands in a configuration: it is read, or there is one error that names the file. Nothing else is thrown, and no number makes it take long.</summary>
public sealed class StrangeConfigsTests
{
    private const int Samples = 400;
    private const string Folder = "tests/goldens/models/";

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1", "2", "3", "7", "64", "65535", "2147483647", "2147483648", "-2147483648", "9223372036854775807", "1e308", "-0.0", "0.5", "\"\"", "\"x\"",
        "\"AutoencoderKL\"", "\"v_prediction\"", "[]", "{}", "[[]]", "[1]", "[1,2,3,4]", "[0,0,0,0]", "[-1,-1]", "[null]", "[\"x\"]", "[2147483647,2147483647,2147483647,2147483647]",
        "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]", "{\"a\":[{}]}", "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]", "\"\\u0000\"", "\"CrossAttnDownBlock2D\"", "[\"DownBlock2D\"]",
    ];

    private static readonly Gen<(int Key, string Value)[]> Changes = Gen.Select(Gen.Int[0, 1000], Gen.Int[0, Values.Length - 1], (key, value) => (key, Values[value])).Array[1, 3];

    [Theory]
    [InlineData("sd15-tiny/unet/config.json")]
    [InlineData("sdxl-tiny/unet/config.json")]
    [InlineData("sd15-tiny/vae/config.json")]
    [InlineData("sdxl-tiny-controlnet-0/config.json")]
    [InlineData("sdxl-tiny/text_encoder_2/config.json")]
    [InlineData("sd15-tiny/scheduler/scheduler_config.json")]
    [InlineData("sdxl-tiny/scheduler/scheduler_config.json")]
    public void Parse_StrangeValues_AreReadOrRefused(string path)
    {
        var sound = File.ReadAllText(Repository.PathOf(Folder + path));
        Changes.Sample(changes => Read(path, Changed(sound, changes)), iter: Samples, threads: 1);
    }

    private static JsonElement Changed(string sound, (int Key, string Value)[] changes)
    {
        var json = JsonNode.Parse(sound)!.AsObject();
        foreach (var (key, value) in changes)
        {
            json[json.ElementAt(key % json.Count).Key] = JsonNode.Parse(value);
        }

        return JsonSerializer.SerializeToElement(json);
    }

    private static void Read(string path, JsonElement json)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            _ = path.Split('/')[^2] switch
            {
                "unet" => UNetLayout.Of(UNetConfig.Parse(json, path)).Count,
                "vae" => VaeLayout.Of(VaeConfig.Parse(json, path)).Count,
                "text_encoder_2" => ClipTextLayout.Of(ClipTextConfig.Parse(json, path), null).Count,
                "scheduler" => Samplers.Create(new SchedulerFile(path, json).Resolve(), 20, 1).Steps,
                _ => ControlNetLayout.Of(ControlNetConfig.Parse(json, path)).Count,
            };
        }
        catch (CheckpointException e)
        {
            Assert.Equal(path, e.Path);
            Assert.DoesNotContain('\n', e.Message);
        }
        catch (SamplingException e)
        {
            Assert.NotEmpty(e.Message);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 64 << 20, $"{allocated} bytes.");
    }
}
