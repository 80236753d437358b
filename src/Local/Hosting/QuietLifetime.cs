using Microsoft.Extensions.Hosting;

namespace SwiftDiffusion.Local.Hosting;

/// <summary>Leaves signals to the command, which stops its job by the contract's own means.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
