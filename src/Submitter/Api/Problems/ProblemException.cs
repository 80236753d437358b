namespace SwiftDiffusion.Submitter.Api.Problems;

/// <summary>Ends a request with a problem.</summary>
internal sealed class ProblemException(ProblemResult result) : Exception(result.Problem.Detail)
{
    /// <summary>The answer.</summary>
    public ProblemResult Result => result;
}
