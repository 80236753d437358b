using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Storage.Azure;
using SwiftDiffusion.Storage.Folders;

namespace SwiftDiffusion.Storage.Tests;

public sealed class StorageServicesTests
{
    private const string Connection = "UseDevelopmentStorage=true";

    [Fact]
    public async Task Add_WithAFolder_GivesAStoreInIt()
    {
        var root = Directory.CreateTempSubdirectory("blobs-").FullName;
        using var host = Host(("Storage:Kind", "folder"), ("Storage:Folder", root));
        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.IsType<FolderBlobStore>(host.Services.GetRequiredService<IBlobStore>());
        Directory.Delete(root);
    }

    [Theory]
    [InlineData("Storage:ConnectionString", Connection)]
    [InlineData("Storage:AccountUri", "https://acme.blob.core.windows.net")]
    public async Task Add_WithAnAccount_GivesAStoreInIt(string setting, string value)
    {
        using var host = Host(("Storage:Kind", "azure"), (setting, value), ("Storage:TryTimeout", "00:00:05"));
        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.IsType<AzureBlobStore>(host.Services.GetRequiredService<IBlobStore>());
    }

    [Theory]
    [InlineData("Storage:Kind", "7", "Kind")]
    [InlineData("Storage:Folder", "", "Folder")]
    [InlineData("Storage:Container", "Upper_Case", "Container")]
    [InlineData("Storage:Container", "a", "Container")]
    [InlineData("Storage:Container", "two--dashes", "Container")]
    [InlineData("Storage:Retries", "-1", "Retries")]
    [InlineData("Storage:TryTimeout", "00:00:00", "TryTimeout")]
    [InlineData("Storage:RetryDelay", "02:00:00", "RetryDelay")]
    [InlineData("Storage:BreakDuration", "00:00:00.1", "BreakDuration")]
    [InlineData("Storage:Kind", "azure", "exactly one of Storage:ConnectionString and Storage:AccountUri")]
    [InlineData("Storage:AccountUri", "acme", "expected an absolute address")]
    public async Task Start_WithABadSetting_StopsAndNamesIt(string setting, string value, string expected)
    {
        using var host = Host((setting, value));
        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithTwoAccounts_Stops()
    {
        using var host = Host(("Storage:Kind", "azure"), ("Storage:ConnectionString", Connection), ("Storage:AccountUri", "https://acme.blob.core.windows.net"));
        await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Configure_AfterTheSection_Prevails()
    {
        using var host = Host([("Storage:Container", "section")], options => options.Container = "code");
        Assert.Equal("code", host.Services.GetRequiredService<IOptions<StorageOptions>>().Value.Container);
    }

    private static IHost Host(params (string Key, string Value)[] settings) => Host(settings, configure: null);

    private static IHost Host((string Key, string Value)[] settings, Action<StorageOptions>? configure)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Services.AddSwiftDiffusionStorage(configure);
        return builder.Build();
    }
}
