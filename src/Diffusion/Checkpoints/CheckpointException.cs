namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>A model or adapter file that cannot be used as it is. The message names the file, the part of it, and what was expected; trying again will not help.</summary>
public sealed class CheckpointException : Exception
{
    private const int Longest = 2000;

    /// <summary>Creates the exception for <paramref name="path"/>, which is put in front of <paramref name="problem"/>.</summary>
    /// <param name="path">The file or folder at fault.</param>
    /// <param name="problem">What is wrong and what is allowed, as one sentence without the path.</param>
    /// <param name="innerException">The cause, if another exception was.</param>
    public CheckpointException(string path, string problem, Exception? innerException = null)
        : base($"{path}: {OnOneLine(problem)}", innerException)
    {
        (Path, Problem) = (path, OnOneLine(problem));
    }

    /// <summary>The file or folder at fault.</summary>
    public string Path { get; }

    /// <summary>What is wrong and what is allowed, without the path.</summary>
    public string Problem { get; }

    // Names of tensors come from the file, which may say anything at any length; a log has a line for each problem.
    private static string OnOneLine(string problem) =>
        string.Concat((problem.Length <= Longest ? problem : $"{problem[..Longest]}...").Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
}
