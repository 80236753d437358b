namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>When and how strongly a ControlNet acts.</summary>
/// <param name="Scale">Multiplies what it adds.</param>
/// <param name="Start">Share of the calls before it begins, 0 to 1.</param>
/// <param name="End">Share of the calls after which it stops, 0 to 1.</param>
internal sealed record ControlWindow(double Scale, double Start, double End)
{
    /// <summary>Whether it acts at a call; the comparison is diffusers', so that windows agree at their edges.</summary>
    public bool Includes(int call, int calls) => !((double)call / calls < Start || (double)(call + 1) / calls > End);
}
