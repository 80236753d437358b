namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>A model or adapter file that cannot be used as it is. The message names the file, the part of it, and what was expected; trying again will not help.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>Creates the exception for <paramref name="path"/>, which is put in front of <paramref name="problem"/>.</summary>
    /// <param name="path">The file or folder at fault.</param>
    /// <param name="problem">What is wrong and what is allowed, as one sentence without the path.</param>
    /// <param name="innerException">The cause, if another exception was.</param>
    public CheckpointException(string path, string problem, Exception? innerException = null)
        : base($"{path}: {problem}", innerException)
    {
        (Path, Problem) = (path, problem);
    }

    /// <summary>The file or folder at fault.</summary>
    public string Path { get; }

    /// <summary>What is wrong and what is allowed, without the path.</summary>
    public string Problem { get; }
}
