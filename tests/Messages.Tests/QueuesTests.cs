using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Messages.Tests;

public sealed class QueuesTests
{
    [Theory]
    [InlineData("postcards", JobPriority.Normal, "generate.postcards")]
    [InlineData("sd-1.5", JobPriority.Low, "generate.sd-1.5.low")]
    public void Generate_ModelAndPriority_NameTheQueue(string model, JobPriority priority, string queue) => Assert.Equal(queue, Queues.Generate(model, priority));
}
