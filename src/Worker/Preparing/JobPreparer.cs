using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Worker.Settling;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>Gathers what painting a job needs, while another job is painted: finds its model and adapters, fetches its pictures.</summary>
internal sealed class JobPreparer(ModelCatalog models, AdapterCatalog adapters, PictureFetcher pictures, TimeProvider time)
{
    /// <summary>Prepares a job that keeps the contract's rules.</summary>
    /// <exception cref="JobFailureException">It cannot be painted here.</exception>
    /// <exception cref="Storage.StorageException">The blob store fails.</exception>
    public async Task<PreparedJob> PrepareAsync(GenerateImages job, CancellationToken cancellationToken)
    {
        var model = models.Find(job.Model);
        var started = time.GetTimestamp();
        var initImage = FetchAsync(job, job.InitImage, "initImage", cancellationToken);
        var mask = FetchAsync(job, job.Mask, "mask", cancellationToken);
        var controlNets = EachAsync(job.ControlNets, "controlNets", (net, field) => UseAsync(job, net, field, cancellationToken));
        var loras = EachAsync(job.Loras, "loras", async (lora, field) => new LoraUse(await adapters.FindAsync(lora, field, cancellationToken), lora.Scale, lora.TextEncoderScale));
        var embeddings = EachAsync(job.Embeddings, "embeddings", async (word, field) => new EmbeddingUse(word.Token, await adapters.FindAsync(word, field, cancellationToken)));
        var vae = FindAsync(job.Vae, "vae", cancellationToken);
        await Task.WhenAll(vae, initImage, mask, controlNets, loras, embeddings);
        var request = JobRequest.Of(job) with
        {
            InitImage = await initImage,
            Mask = await mask,
            ControlNets = await controlNets,
            Loras = await loras,
            Embeddings = await embeddings,
            Vae = await vae,
        };
        return new PreparedJob(model, request, Names(job.Loras, request.Loras), time.GetElapsedTime(started));
    }

    private static async Task<IReadOnlyList<TUse>> EachAsync<TReference, TUse>(IReadOnlyList<TReference> references, string list, Func<TReference, string, Task<TUse>> find) =>
        await Task.WhenAll(references.Select((reference, i) => find(reference, $"{list}[{i}]")));

    private static Dictionary<string, string> Names(IReadOnlyList<LoraReference> references, IReadOnlyList<LoraUse> uses)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (reference, use) in references.Zip(uses))
        {
            names.TryAdd(use.Path, reference.Name ?? reference.Sha256 ?? "");
        }

        return names;
    }

    private async Task<string?> FindAsync(AdapterReference? reference, string field, CancellationToken cancellationToken) =>
        reference is null ? null : await adapters.FindAsync(reference, field, cancellationToken);

    private async Task<Picture?> FetchAsync(GenerateImages job, PictureReference? reference, string field, CancellationToken cancellationToken) =>
        reference is null ? null : await pictures.FetchAsync(job, reference, field, cancellationToken);

    private async Task<ControlNetUse> UseAsync(GenerateImages job, ControlNetReference net, string field, CancellationToken cancellationToken)
    {
        var path = await adapters.FindAsync(net, field, cancellationToken);
        var picture = await pictures.FetchAsync(job, net.Image, $"{field}.image", cancellationToken);
        return new ControlNetUse(path, picture) { Scale = net.Scale, Start = net.Start, End = net.End, GuessMode = net.GuessMode };
    }
}
