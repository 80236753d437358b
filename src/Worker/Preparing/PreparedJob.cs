using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Messages.Commands;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>A job with everything at hand that beginning to paint it needs.</summary>
/// <param name="ModelPath">Where its base model lies.</param>
/// <param name="Request">What the engine is to paint.</param>
/// <param name="Fetch">Time that finding adapters and fetching pictures took.</param>
internal sealed record PreparedJob(string ModelPath, PaintRequest Request, TimeSpan Fetch)
{
    /// <summary>The job with the digests of its adapters, where it gave only names.</summary>
    public async Task<GenerateImages> NameByDigestAsync(GenerateImages job, FileDigests digests) => job with
    {
        Loras = await EachAsync(job.Loras, Request.Loras, async (lora, use) => lora with { Sha256 = lora.Sha256 ?? await digests.OfAsync(await use.File, CancellationToken.None) }),
        ControlNets = await EachAsync(job.ControlNets, Request.ControlNets, async (net, use) => net with { Sha256 = net.Sha256 ?? await digests.OfAsync(use.Path, CancellationToken.None) }),
        Vae = job.Vae is { } vae ? vae with { Sha256 = vae.Sha256 ?? await digests.OfAsync(Request.Vae!, CancellationToken.None) } : null,
        Embeddings = await EachAsync(job.Embeddings, Request.Embeddings, async (word, use) => word with { Sha256 = word.Sha256 ?? await digests.OfAsync(use.Path, CancellationToken.None) }),
    };

    private static async Task<IReadOnlyList<TReference>> EachAsync<TReference, TUse>(
        IReadOnlyList<TReference> references, IReadOnlyList<TUse> uses, Func<TReference, TUse, Task<TReference>> complete) => await Task.WhenAll(references.Zip(uses, complete));
}
