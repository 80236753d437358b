using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Worker.Settling;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>Gathers what painting a job needs, while another job is painted: finds its model and adapters, fetches its pictures.</summary>
internal sealed class JobPreparer(ModelCatalog models, IAdapterSource adapters, PictureFetcher pictures, TimeProvider time)
{
    /// <summary>Prepares a job that keeps the contract's rules. LoRAs may still be on their way when it is done.</summary>
    /// <exception cref="JobFailureException">It cannot be painted here.</exception>
    /// <exception cref="Storage.StorageException">The blob store fails.</exception>
    public async Task<PreparedJob> PrepareAsync(GenerateImages job, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var model = await models.FindAsync(job.Model, cancellationToken);
        var initImage = FetchAsync(job, job.InitImage, "initImage", cancellationToken);
        var mask = FetchAsync(job, job.Mask, "mask", cancellationToken);
        var controlNets = EachAsync(job.ControlNets, "controlNets", (net, field) => UseAsync(job, net, field, cancellationToken));
        var loras = EachAsync(job.Loras, "loras", (lora, field) => UseAsync(lora, field, cancellationToken));
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
        return new PreparedJob(model, request, time.GetElapsedTime(started));
    }

    private static async Task<IReadOnlyList<TUse>> EachAsync<TReference, TUse>(IReadOnlyList<TReference> references, string list, Func<TReference, string, Task<TUse>> find) =>
        await Task.WhenAll(references.Select((reference, i) => find(reference, $"{list}[{i}]")));

    private async Task<string?> FindAsync(AdapterReference? reference, string field, CancellationToken cancellationToken) =>
        reference is null ? null : await adapters.FindAsync(reference, field, cancellationToken);

    private async Task<Picture?> FetchAsync(GenerateImages job, PictureReference? reference, string field, CancellationToken cancellationToken) =>
        reference is null ? null : await pictures.FetchAsync(job, reference, field, cancellationToken);

    /// <summary>A LoRA that is known here at once; else one on its way, which painting need not wait for.</summary>
    private async Task<LoraUse> UseAsync(LoraReference lora, string field, CancellationToken cancellationToken)
    {
        var file = adapters.FindAsync(lora, field, cancellationToken);
        if (file.IsCompleted)
        {
            await file;
        }

        return new LoraUse(file, lora.Scale, lora.TextEncoderScale);
    }

    private async Task<ControlNetUse> UseAsync(GenerateImages job, ControlNetReference net, string field, CancellationToken cancellationToken)
    {
        var path = await adapters.FindAsync(net, field, cancellationToken);
        var picture = await pictures.FetchAsync(job, net.Image, $"{field}.image", cancellationToken);
        return new ControlNetUse(path, picture) { Kind = (int?)net.ControlType, Scale = net.Scale, Start = net.Start, End = net.End, GuessMode = net.GuessMode };
    }
}
