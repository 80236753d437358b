using Microsoft.ML.OnnxRuntime;

namespace SwiftDiffusion.Diffusion.Onnx;

/// <summary>ONNX Runtime as this process uses it: one arena, shared by every session, and one thread pool, shared by those that have the cores for themselves.</summary>
/// <remarks>
/// With a pool per session, the threads of the session that just ran go on spinning while the next one works; on two cores that alone doubles a step. Where several devices share
/// the cores there is no other way, since ONNX Runtime has one pool for all sessions or one for each: they stop spinning when a run ends, and with one thread there is no pool at all.
/// The environment is made once per process, so the first device decides on the number of threads of the shared pool; one with another number has pools of its own.
/// </remarks>
internal static class OnnxRuntimeHost
{
    private static readonly Lock Gate = new();
    private static OrtEnv? environment;
    private static int poolThreads;

    /// <summary>Options for a session that shares the process's arena. The caller disposes them.</summary>
    /// <param name="threads">Of the session, the calling one included; 0 for one per physical core.</param>
    /// <param name="sharesPool">Whether its threads may be those of the process's pool.</param>
    public static SessionOptions CreateSessionOptions(int threads, bool sharesPool)
    {
        EnsureEnvironment(sharesPool ? threads : 1);
        var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        if (sharesPool && threads == poolThreads)
        {
            options.DisablePerSessionThreads();
        }
        else
        {
            options.IntraOpNumThreads = threads;
            options.InterOpNumThreads = 1;
            options.AddSessionConfigEntry("session.force_spinning_stop", "1");
        }

        options.AddSessionConfigEntry("session.use_env_allocators", "1");
        return options;
    }

    private static void EnsureEnvironment(int threads)
    {
        lock (Gate)
        {
            if (environment is not null)
            {
                return;
            }

            poolThreads = threads;
            RuntimeTelemetry.Disable();
            using var threading = new OrtThreadingOptions { GlobalIntraOpNumThreads = threads, GlobalInterOpNumThreads = 1, GlobalSpinControl = true };
            var creation = new EnvironmentCreationOptions { logId = "SwiftDiffusion", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, threadOptions = threading };
            environment = OrtEnv.CreateInstanceWithOptions(ref creation);
            // Grow by what is asked for: doubling would hold on to twice the largest activation.
            using var arena = new OrtArenaCfg(maxMemory: 0, arenaExtendStrategy: 1, initialChunkSizeBytes: -1, maxDeadBytesPerChunk: -1);
            environment.CreateAndRegisterAllocator(OrtMemoryInfo.DefaultInstance, arena);
        }
    }
}
