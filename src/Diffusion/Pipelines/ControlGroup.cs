using System.Globalization;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>One ControlNet and what it follows at once: one picture, or in a union several of different kinds.</summary>
/// <param name="Net">The network.</param>
/// <param name="Uses">At least one; of a union, those that act in the same steps and in the same way.</param>
internal sealed record ControlGroup(ControlNetModel Net, IReadOnlyList<ControlNetUse> Uses)
{
    /// <summary>What multiplies the residuals: where several pictures share a union, each is weighed before they join, and their sum is left alone.</summary>
    public double Scale => Uses is [var only] ? only.Scale : 1;

    /// <summary>The kinds of pictures that a union is told of; null for others.</summary>
    public float[]? Kinds => Net.Config.Union is null ? null : UnionKinds.Features(Net.Config, [.. Uses.Select(use => use.Kind!.Value)]);

    /// <summary>Groups the ControlNets of a request. A union that is named several times is called once for all, as diffusers calls it with a list of pictures.</summary>
    /// <param name="uses">The request's.</param>
    /// <param name="nets">The network of each.</param>
    /// <exception cref="InvalidRequestException">A use names a kind that its network doesn't know, or none where it must, or one twice.</exception>
    public static IReadOnlyList<ControlGroup> Of(IReadOnlyList<ControlNetUse> uses, IReadOnlyList<ControlNetModel> nets)
    {
        foreach (var (i, use) in uses.Index())
        {
            CheckKind(i, use, nets[i].Config.Union?.ControlTypes);
        }

        return
        [
            .. uses.Zip(nets).Index().GroupBy(entry => Key(entry.Index, entry.Item.First, entry.Item.Second))
                .Select(group => new ControlGroup(group.First().Item.Second, [.. group.Select(entry => entry.Item.First)])).Select(CheckDistinct),
        ];
    }

    /// <summary>The pictures as the network takes them in; owned by the caller.</summary>
    public IReadOnlyList<ControlPicture> Pictures(long batch) =>
        [.. Uses.Select(use => new ControlPicture(ControlPicture.Repeat(use.Picture, Net.Config, batch), use.Kind ?? 0, Uses.Count == 1 ? 1 : use.Scale))];

    private static GroupKey Key(int index, ControlNetUse use, ControlNetModel net) =>
        net.Config.Union is null ? new GroupKey(index) : new GroupKey(null, use.Path, use.Start, use.End, use.GuessMode);

    private static void CheckKind(int index, ControlNetUse use, int? known)
    {
        var number = (index + 1).ToString(CultureInfo.InvariantCulture);
        if (known is null && use.Kind is { } stray)
        {
            throw Refuse($"number {number} takes one kind of picture only, and is given kind {stray}; allowed is none.");
        }

        if (known is { } kinds && !(use.Kind >= 0 && use.Kind < kinds))
        {
            throw Refuse($"number {number} is a union of {kinds} kinds, and is given {(use.Kind is { } kind ? $"kind {kind}" : "none")}; allowed is 0 to {kinds - 1}.");
        }
    }

    private static ControlGroup CheckDistinct(ControlGroup group)
    {
        var (kind, count) = group.Uses.CountBy(use => use.Kind ?? 0).MaxBy(count => count.Value);
        return count == 1 ? group : throw Refuse($"a union is given {count} pictures of kind {kind} at once; allowed is one of each kind.");
    }

    private static InvalidRequestException Refuse(string problem) => new(nameof(PaintRequest.ControlNets), problem);

    /// <summary>What uses of one union have in common that are called together; its place for a use that stands alone.</summary>
    private readonly record struct GroupKey(int? Index, string? Path = null, double Start = 0, double End = 1, bool GuessMode = false);
}
