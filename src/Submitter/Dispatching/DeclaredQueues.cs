using System.Collections.Concurrent;
using SwiftDiffusion.Broker;

namespace SwiftDiffusion.Submitter.Dispatching;

/// <summary>Sees to it that a model's queues exist before the first job is sent there: a job to an exchange without a queue would be lost although the broker confirms it.</summary>
/// <param name="declare">Declares a model's queues at the broker.</param>
internal sealed class DeclaredQueues(Func<string, CancellationToken, Task> declare)
{
    private readonly ConcurrentDictionary<string, Lazy<Task>> declared = new(StringComparer.Ordinal);

    public DeclaredQueues(JobQueues queues)
        : this(queues.DeclareAsync)
    {
    }

    /// <summary>Declares a model's queues unless this process has.</summary>
    public async Task EnsureAsync(string model, CancellationToken cancellationToken)
    {
        var declaring = declared.GetOrAdd(model, name => new Lazy<Task>(() => declare(name, cancellationToken)));
        try
        {
            await declaring.Value.WaitAsync(cancellationToken);
        }
        catch
        {
            declared.TryRemove(new KeyValuePair<string, Lazy<Task>>(model, declaring));
            throw;
        }
    }

    /// <summary>Forgets what was declared: a broker that was away may have been replaced.</summary>
    public void Forget() => declared.Clear();
}
