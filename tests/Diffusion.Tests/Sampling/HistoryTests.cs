using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


public sealed class HistoryTests
{
    [Fact]
    public void Push_MoreThanCapacity_KeepsTheNewest()
    {
        var history = new History(2);
        for (var i = 1; i <= 3; i++)
        {
            history.Push(1)[0] = i;
        }

        Assert.Equal(2, history.Count);
        Assert.Equal([3, 2], new[] { history[0][0], history[1][0] });
    }

    [Fact]
    public void Push_SecondRound_ReusesBuffers()
    {
        var history = new History(2);
        var first = history.Push(4);
        history.Push(4);
        Assert.Same(first, history.Push(4));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Item_NeverPushed_Refuses(int age)
    {
        var history = new History(3);
        history.Push(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => history[age]);
    }
}
