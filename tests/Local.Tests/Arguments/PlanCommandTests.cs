namespace SwiftDiffusion.Local.Tests.Arguments;

public sealed class PlanCommandTests
{
    [Fact]
    public async Task Plan_TwoDevices_ShowsWhereEachNetworkRuns()
    {
        var (exitCode, output, error) = await RunAsync("plan", "--device", "cpu:threads=1", "--device", "cpu:threads=1");
        Assert.Equal((ExitCode.Painted, ""), (exitCode, error));
        Assert.Equal(
            """
            text encoders                  0 cpu:threads=1
            UNet encoder                   0 cpu:threads=1
            UNet decoder                   0 cpu:threads=1
            ControlNets                    1 cpu:threads=1
            VAE                            0 cpu:threads=1

            """,
            output);
    }

    [Fact]
    public async Task Plan_WrongDevices_TellsOfAllAtOnce()
    {
        var (exitCode, output, error) = await RunAsync("plan", "--device", "gpu", "--split-guidance");
        Assert.Equal((ExitCode.BadArguments, ""), (exitCode, output));
        Assert.Equal(
            """
            --device: device 'gpu' is not known; allowed are cpu, cpu:threads=1 to 1024, and cuda:0 to 63.
            --split-guidance takes two devices; --device names 0.

            """,
            error);
    }

    private static async Task<(int ExitCode, string Out, string Error)> RunAsync(params string[] args)
    {
        StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        var exitCode = await Cli.RunAsync(args, new Terminal(output, error, CanDraw: false), TimeProvider.System);
        return (exitCode, output.ToString(), error.ToString());
    }
}
