using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SwiftDiffusion.Worker.Tests;

public sealed class WorkerOptionsTests
{
    [Fact]
    public void AddWorker_WithAConfiguration_ReadsItsSection()
    {
        var options = Options(
            ("Worker:Name", "gpu-7"), ("Worker:Models:postcards", "/models/postcards"), ("Worker:AdapterFolders:0", "/adapters"), ("Worker:PictureTimeout", "00:00:05"));
        Assert.Equal(("gpu-7", "/models/postcards"), (options.Name, options.Models["postcards"]));
        Assert.Equal(("/adapters", TimeSpan.FromSeconds(5)), (options.AdapterFolders[0], options.PictureTimeout));
    }

    [Theory]
    [InlineData("Worker:Name", "")]
    [InlineData("Worker:Source", "")]
    [InlineData("Worker:Threads", "-1")]
    [InlineData("Worker:PictureTimeout", "00:00:00")]
    [InlineData("Worker:MaxPictureBytes", "1")]
    [InlineData("Worker:Devices:0", "gpu")]
    [InlineData("Worker:Devices:0", "cuda:0")]
    [InlineData("Worker:SplitGuidance", "true")]
    [InlineData("Worker:ControlNetMemoryBytes", "-1")]
    [InlineData("Worker:LoraMemoryBytes", "-1")]
    public void AddWorker_SettingOutOfRange_IsRefusedByName(string key, string value)
    {
        var e = Assert.Throws<OptionsValidationException>(() => Options((key, value)));
        Assert.Contains(key.Split(':')[1], e.Message, StringComparison.Ordinal);
    }

    private static WorkerOptions Options(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        var values = settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value));
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.AddWorker(_ => { });
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<WorkerOptions>>().Value;
    }
}
