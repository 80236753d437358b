using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Worker.Preparing;

namespace SwiftDiffusion.Worker.Tests.Fakes;

/// <summary>Has every adapter, once a test lets it arrive.</summary>
internal sealed class LateAdapters : IAdapterSource
{
    private readonly TaskCompletionSource<string> file = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Arrive() => file.SetResult("/adapters/late.safetensors");

    public void Fail(Exception exception) => file.SetException(exception);

    public Task<string> FindAsync(AdapterReference reference, string field, CancellationToken cancellationToken) => file.Task.WaitAsync(cancellationToken);
}
