namespace SwiftDiffusion.Bench.Fleet.Broker;

/// <summary>A queue as RabbitMQ keeps it: consumers take turns, each as long as it has credit, and what a consumer holds is in nobody else's reach.</summary>
internal sealed class JobQueue
{
    private readonly LinkedList<FleetJob> ready = new();
    private readonly List<Consumer> consumers = [];
    private int turn;

    /// <summary>What the autoscaler counts: jobs that wait in the queue, and those that were delivered and are not acknowledged.</summary>
    public int Messages => ready.Count + consumers.Sum(consumer => consumer.Held);

    public void Publish(FleetJob job)
    {
        ready.AddLast(job);
        Deliver();
    }

    /// <summary>Adds a consumer.</summary>
    /// <param name="prefetch">How many jobs it may hold.</param>
    /// <param name="take">Is given each job.</param>
    public Consumer Subscribe(int prefetch, Action<FleetJob> take)
    {
        var consumer = new Consumer(this, prefetch, take);
        consumers.Add(consumer);
        Deliver();
        return consumer;
    }

    private void Deliver()
    {
        while (ready.First is { } first && Next() is { } consumer)
        {
            ready.RemoveFirst();
            consumer.Take(first.Value);
        }
    }

    private Consumer? Next()
    {
        for (var i = 0; i < consumers.Count; i++)
        {
            var consumer = consumers[(turn + i) % consumers.Count];
            if (consumer.HasCredit)
            {
                turn = (turn + i + 1) % consumers.Count;
                return consumer;
            }
        }

        return null;
    }

    /// <summary>One worker's hold on the queue.</summary>
    internal sealed class Consumer(JobQueue queue, int prefetch, Action<FleetJob> take)
    {
        private bool cancelled;

        public int Held { get; private set; }

        public bool HasCredit => !cancelled && Held < prefetch;

        public void Take(FleetJob job)
        {
            Held++;
            take(job);
        }

        /// <summary>The job is done: it leaves the queue.</summary>
        public void Acknowledge()
        {
            Held--;
            queue.Deliver();
        }

        /// <summary>The job goes back to where it came from.</summary>
        public void Return(FleetJob job)
        {
            Held--;
            queue.ready.AddFirst(job);
            queue.Deliver();
        }

        /// <summary>Takes no more; what is held stays so until it is acknowledged or returned.</summary>
        public void Cancel() => cancelled = true;

        /// <summary>Ends it, once it holds nothing.</summary>
        public void Close() => queue.consumers.Remove(this);
    }
}
