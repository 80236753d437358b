using SwiftDiffusion.Local.Painting;
using SwiftDiffusion.Local.Tests.Fakes;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Local.Tests.Painting;

public sealed class JobEndTests
{
    [Theory]
    [InlineData(FailureReason.InvalidJob, 2)]
    [InlineData(FailureReason.UnsupportedFeature, 2)]
    [InlineData(FailureReason.ModelNotFound, 3)]
    [InlineData(FailureReason.ModelInvalid, 3)]
    [InlineData(FailureReason.AdapterNotFound, 3)]
    [InlineData(FailureReason.AdapterInvalid, 3)]
    [InlineData(FailureReason.InputUnavailable, 3)]
    [InlineData(FailureReason.InputInvalid, 3)]
    [InlineData(FailureReason.StorageUnavailable, 4)]
    [InlineData(FailureReason.DeviceFault, 1)]
    [InlineData(FailureReason.WorkerLost, 1)]
    public void Explain_Failure_HasTheExitCodeOfItsReason(FailureReason reason, int exitCode)
    {
        var problem = JobEnd.Explain(new JobFailed { JobId = "a", Time = Workspace.Noon, Reason = reason, Message = "mask is bad.", Retryable = false });
        Assert.Equal(exitCode, problem.ExitCode);
        Assert.Equal("--mask is bad.", Assert.Single(problem.Problems));
    }

    [Fact]
    public void Explain_Violations_AreASentenceEach()
    {
        var failed = new JobFailed
        {
            JobId = "a",
            Time = Workspace.Noon,
            Reason = FailureReason.InvalidJob,
            Message = "both",
            Retryable = false,
            Violations = [new Violation("steps", "is 0"), new Violation("loras[1].scale", "is 9")],
        };
        Assert.Equal(["--steps is 0.", "--lora (number 2) scale is 9."], JobEnd.Explain(failed).Problems);
    }

    [Fact]
    public void Explain_Fault_IsTheDisksOrTheWorkers()
    {
        Assert.Equal((4, "Painting failed: the disk is full, or the quota used up. (No space left)"), Told(new IOException("No space left", 28)));
        Assert.Equal((1, "Painting failed: not a number"), Told(new InvalidOperationException("not a number")));

        static (int, string) Told(Exception fault)
        {
            var problem = JobEnd.Explain(fault);
            return (problem.ExitCode, Assert.Single(problem.Problems));
        }
    }

    [Fact]
    public void Explain_Expired_Failed() => Assert.Equal(1, JobEnd.Explain(new JobExpired { JobId = "a", Time = Workspace.Noon, Deadline = Workspace.Noon }).ExitCode);
}
