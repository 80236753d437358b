using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Worker.Painting;
using SwiftDiffusion.Worker.Tests.Fakes;

namespace SwiftDiffusion.Worker.Tests.Painting;

public sealed class ModelShelfTests : IDisposable
{
    private readonly FakeEngine engine = new();
    private readonly ModelShelf shelf;
    private int prepared;

    public ModelShelfTests() => shelf = new ModelShelf(engine, new FakeTimeProvider(), NullLogger<ModelShelf>.Instance);

    public void Dispose() => shelf.Dispose();

    [Fact]
    public void TryPrepare_ModelIsNotInMemory_LeavesItForLater()
    {
        shelf.Prepare(Order("a"), null, out _);
        Assert.Null(shelf.TryPrepare(Order("b")));
        Assert.Equal(["a"], engine.Loaded);
    }

    [Fact]
    public void Prepare_AfterTryPrepareForTheSameModel_DoesNothingTwice()
    {
        shelf.Prepare(Order("a"), null, out _);
        var ahead = shelf.TryPrepare(Order("a"));
        Assert.Same(ahead!.Prepared, shelf.Prepare(Order("a"), ahead, out _));
        Assert.Equal(2, prepared);
    }

    [Fact]
    public void Prepare_ModelWasPutAwayInBetween_PreparesAgainForTheNewOne()
    {
        shelf.Prepare(Order("a"), null, out _);
        var ahead = shelf.TryPrepare(Order("a"));
        shelf.Prepare(Order("b"), null, out _);
        var again = shelf.Prepare(Order("a"), ahead, out _);
        Assert.NotSame(ahead!.Prepared, again);
        again.Paint(_ => { }, CancellationToken.None);
        Assert.Throws<ObjectDisposedException>(() => ahead.Prepared.Paint(_ => { }, CancellationToken.None));
    }

    [Fact]
    public void Prepare_LoadingFails_NextJobLoadsAgain()
    {
        engine.OnLoad = _ => throw new InvalidOperationException();
        Assert.Throws<InvalidOperationException>(() => shelf.Prepare(Order("a"), null, out _));
        engine.OnLoad = _ => { };
        shelf.Prepare(Order("a"), null, out _);
        Assert.Equal(["a", "a"], engine.Loaded);
        Assert.Equal(1, engine.InMemory);
    }

    [Fact]
    public void Dispose_WithAModel_UnloadsIt()
    {
        shelf.Prepare(Order("a"), null, out _);
        shelf.Dispose();
        Assert.Equal(0, engine.InMemory);
    }

    private PaintOrder Order(string model) => new(
        model,
        painter =>
        {
            prepared++;
            return painter.Prepare(new PaintRequest { Prompt = "" });
        },
        () => { },
        _ => { },
        CancellationToken.None);
}
