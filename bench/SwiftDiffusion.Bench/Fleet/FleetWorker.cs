using SwiftDiffusion.Bench.Fleet.Broker;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Bench.Fleet;

/// <summary>A worker: two slots, of which one paints and one prepares; one base model in memory; a job of low priority comes in only while none of normal priority is in hand.</summary>
internal sealed class FleetWorker
{
    // As in the worker: its slots, and what it prefetches from a queue.
    private const int Slots = 2;

    private readonly VirtualClock clock;
    private readonly FleetCosts costs;
    private readonly AdapterCache loras;
    private readonly AdapterCache controlNets;
    private readonly List<JobQueue.Consumer> consumers = [];
    private readonly List<Held> waiting = [];
    private readonly List<Held> inHand = [];
    private readonly Queue<Held> prepared = new();
    private readonly Action<FleetWorker> ended;
    private string? loaded;
    private bool painting;
    private bool draining;

    /// <summary>A worker that is started now.</summary>
    /// <param name="clock">The time.</param>
    /// <param name="costs">What takes time.</param>
    /// <param name="queues">Its pool's, with the priority of each; the first model is loaded at start.</param>
    /// <param name="model">The model that it loads at start.</param>
    /// <param name="ended">Called when it has drained.</param>
    public FleetWorker(VirtualClock clock, FleetCosts costs, IReadOnlyList<(JobQueue Queue, JobPriority Priority)> queues, string model, Action<FleetWorker> ended)
    {
        (this.clock, this.costs, this.ended, Started) = (clock, costs, ended, clock.Now);
        (loras, controlNets) = (new(costs.LoraCache), new(costs.ControlNetCache));
        clock.After(costs.PodStart + costs.BaseModel, () =>
        {
            loaded = model;
            if (!draining)
            {
                consumers.AddRange(queues.Select(Subscribe));
            }
        });
    }

    public double Started { get; }

    public double Painted { get; private set; }

    public int ModelSwitches { get; private set; }

    public (int Hits, int Misses) Loras => (loras.Hits, loras.Misses);

    public (int Hits, int Misses) ControlNets => (controlNets.Hits, controlNets.Misses);

    /// <summary>Stops taking jobs: gives back those that only wait, finishes the others, and ends.</summary>
    public void Drain()
    {
        draining = true;
        consumers.ForEach(consumer => consumer.Cancel());
        foreach (var held in waiting.ToArray())
        {
            waiting.Remove(held);
            held.Consumer.Return(held.Job);
        }

        EndIfIdle();
    }

    private JobQueue.Consumer Subscribe((JobQueue Queue, JobPriority Priority) from)
    {
        JobQueue.Consumer? consumer = null;
        var early = new List<FleetJob>();
        consumer = from.Queue.Subscribe(from.Priority == JobPriority.Low ? 1 : Slots, job =>
        {
            if (consumer is null)
            {
                early.Add(job);
                return;
            }

            Take(job, consumer);
        });
        early.ForEach(job => Take(job, consumer));
        return consumer;
    }

    private void Take(FleetJob job, JobQueue.Consumer consumer)
    {
        waiting.Add(new(job, consumer));
        Admit();
    }

    private void Admit()
    {
        while (inHand.Count < Slots && Next() is { } next)
        {
            waiting.Remove(next);
            inHand.Add(next);
            Prepare(next);
        }
    }

    private Held? Next() => waiting.Find(held => held.Job.Priority != JobPriority.Low) ?? (inHand.Exists(held => held.Job.Priority != JobPriority.Low) ? null : waiting.FirstOrDefault());

    private void Prepare(Held held)
    {
        held.LorasAt = clock.Now + (loras.Use(held.Job.Loras) * costs.Lora);
        clock.After(controlNets.Use(held.Job.ControlNets) * costs.ControlNet, () =>
        {
            prepared.Enqueue(held);
            PaintNext();
        });
    }

    private void PaintNext()
    {
        if (painting || !prepared.TryDequeue(out var next))
        {
            return;
        }

        painting = true;
        var load = loaded == next.Job.Model ? 0 : costs.BaseModel;
        ModelSwitches += load > 0 ? 1 : 0;
        loaded = next.Job.Model;
        clock.After(load, () => Paint(next));
    }

    private void Paint(Held held)
    {
        held.Job.Wait = clock.Now - held.Job.Arrival;
        var late = Math.Max(0, held.LorasAt - (clock.Now + (costs.LoraBound * held.Job.Painting)));
        clock.After(late + held.Job.Painting, () =>
        {
            Painted += held.Job.Painting;
            painting = false;
            inHand.Remove(held);
            held.Consumer.Acknowledge();
            Admit();
            PaintNext();
            EndIfIdle();
        });
    }

    private void EndIfIdle()
    {
        if (draining && inHand.Count == 0)
        {
            consumers.ForEach(consumer => consumer.Close());
            ended(this);
        }
    }

    private sealed class Held(FleetJob job, JobQueue.Consumer consumer)
    {
        public FleetJob Job => job;

        public JobQueue.Consumer Consumer => consumer;

        /// <summary>When its LoRAs are in the host's memory.</summary>
        public double LorasAt { get; set; }
    }
}
