using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Diffusion.Tests.Pipelines;

public sealed class BilinearFilterTests
{
    // torch.nn.functional.interpolate(x, size=(4, 4), mode="bilinear", align_corners=False), by hand: centres lie at -0.25, 0.25, 0.75 and 1.25 of the old ones.
    [Fact]
    public void Resize_TwoPlanesToTwice_InterpolatesEachAndHoldsTheBorder() => Assert.Equal(
        [
            0, 0.25f, 0.75f, 1, 0.5f, 0.75f, 1.25f, 1.5f, 1.5f, 1.75f, 2.25f, 2.5f, 2, 2.25f, 2.75f, 3,
            8, 8, 8, 8, 6.5f, 6.5f, 6.5f, 6.5f, 3.5f, 3.5f, 3.5f, 3.5f, 2, 2, 2, 2,
        ],
        BilinearFilter.Resize([0, 1, 2, 3, 8, 8, 2, 2], 2, 2, 4, 4));

    [Fact]
    public void Resize_OneSideByAHalf_LeavesTheOther() => Assert.Equal(
        [0, 1 / 2f, 7 / 6f, 11 / 6f, 5 / 2f, 3],
        BilinearFilter.Resize([0, 1, 2, 3], 1, 4, 1, 6),
        (want, got) => Math.Abs(want - got) < 1e-6);
}
