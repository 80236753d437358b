namespace SwiftDiffusion.Storage.Tests;

/// <summary>What every store does. A store's own tests derive from this.</summary>
public abstract class BlobStoreConformance
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>An empty store.</summary>
    protected abstract IBlobStore Store { get; }

    [Fact]
    public async Task Open_AfterPut_GivesTheBytes()
    {
        await PutAsync("jobs/1/0.png", [1, 2, 3]);
        await AssertBlobAsync("jobs/1/0.png", [1, 2, 3]);
    }

    [Fact]
    public async Task Put_OfAnEmptyBlob_IsKept()
    {
        await PutAsync("jobs/1/cancelled", []);
        await AssertBlobAsync("jobs/1/cancelled", []);
    }

    [Fact]
    public async Task Put_Twice_GivesTheLaterBytes()
    {
        await PutAsync("a", [1, 2, 3]);
        await PutAsync("a", [4]);
        await AssertBlobAsync("a", [4]);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("jobs/none/0.png")]
    [InlineData("jobs/1/0.png/none")]
    [InlineData("jobs/1")]
    public async Task OpenAndExists_OfWhatIsNotThere_SayNo(string key)
    {
        await PutAsync("jobs/1/0.png", [1]);
        Assert.Null(await Store.OpenAsync(new(key), Token));
        Assert.False(await Store.ExistsAsync(new(key), Token));
    }

    [Fact]
    public async Task Exists_AfterPut_SaysYes()
    {
        await PutAsync("jobs/1/0.png", [1]);
        Assert.True(await Store.ExistsAsync(new("jobs/1/0.png"), Token));
    }

    [Fact]
    public async Task Delete_OfABlob_RemovesThatOne()
    {
        await PutAsync("jobs/1/0.png", [1]);
        await PutAsync("jobs/1/1.png", [1]);
        await Store.DeleteAsync(new("jobs/1/0.png"), Token);
        await AssertListAsync("", ["jobs/1/1.png"]);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("jobs/none/0.png")]
    [InlineData("jobs")]
    public async Task Delete_OfWhatIsNotThere_DoesNothing(string key)
    {
        await PutAsync("jobs/1/0.png", [1]);
        await Store.DeleteAsync(new(key), Token);
        await AssertListAsync("", ["jobs/1/0.png"]);
    }

    [Fact]
    public async Task PutIfAbsent_OfAFreeName_StoresAndSaysSo()
    {
        Assert.True(await Store.PutIfAbsentAsync(new("jobs/1/result.json"), Content([1]), Token));
        await AssertBlobAsync("jobs/1/result.json", [1]);
    }

    [Fact]
    public async Task PutIfAbsent_OfATakenName_KeepsWhatIsThere()
    {
        await PutAsync("jobs/1/result.json", [1]);
        Assert.False(await Store.PutIfAbsentAsync(new("jobs/1/result.json"), Content([2]), Token));
        await AssertBlobAsync("jobs/1/result.json", [1]);
    }

    [Fact]
    public async Task PutIfAbsent_OfSixteenAtATime_LetsOneWin()
    {
        for (var round = 0; round < 10; round++)
        {
            var key = new BlobKey($"jobs/{round}/result.json");
            using var start = new Barrier(16);
            var won = await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(Token);
                    return Store.PutIfAbsentAsync(key, Content([.. Enumerable.Repeat((byte)writer, 1000)]), Token);
                },
                Token,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap()));

            var winner = Assert.Single(Enumerable.Range(0, 16), writer => won[writer]);
            await AssertBlobAsync(key.Value, [.. Enumerable.Repeat((byte)winner, 1000)]);
        }
    }

    [Fact]
    public async Task Open_WhileTheBlobIsReplaced_GivesOneOfTheVersionsWhole()
    {
        byte[][] versions = [[.. Enumerable.Repeat((byte)1, 300_000)], [.. Enumerable.Repeat((byte)2, 500_000)]];
        await PutAsync("a", versions[0]);
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; i < 40; i++)
                {
                    await PutAsync("a", versions[i % 2]);
                }
            },
            Token);

        var reads = 0;
        while (!writing.IsCompleted || reads == 0)
        {
            var bytes = await ReadAsync("a");
            Assert.True(bytes.AsSpan().SequenceEqual(versions[0]) || bytes.AsSpan().SequenceEqual(versions[1]), $"Read {bytes!.Length} bytes that were never written as one.");
            reads++;
        }

        await writing;
    }

    [Fact]
    public async Task Open_OfALargeBlob_GivesTheBytes()
    {
        var bytes = new byte[24 * 1024 * 1024 + 7];
        new Random(1).NextBytes(bytes);
        await PutAsync("large.safetensors", bytes);
        var read = await ReadAsync("large.safetensors");
        Assert.True(bytes.AsSpan().SequenceEqual(read));
    }

    [Theory]
    [InlineData("A-b_c.9")]
    [InlineData("a..b/-/_")]
    [InlineData("con.json/a.b.c")]
    public async Task Put_OfAnOddKey_IsFoundAndListedByIt(string key)
    {
        await PutAsync(key, [7]);
        await AssertBlobAsync(key, [7]);
        await AssertListAsync("", [key]);
    }

    [Fact]
    public async Task Put_OfTheLongestKey_IsFoundAndListedByIt()
    {
        var key = string.Join('/', Enumerable.Repeat(new string('k', BlobKey.MaxSegmentLength), 4));
        await PutAsync(key, [7]);
        await AssertBlobAsync(key, [7]);
        await AssertListAsync("k", [key]);
    }

    [Fact]
    public async Task List_OfAPrefix_GivesItsBlobsInOrdinalOrder()
    {
        string[] keys = ["a.b", "a/b", "a0", "a-b/c", "B/a", "a/b.c/d", "a/B", "b"];
        foreach (var key in keys)
        {
            await PutAsync(key, [1]);
        }

        await AssertListAsync("", ["B/a", "a-b/c", "a.b", "a/B", "a/b", "a/b.c/d", "a0", "b"]);
        await AssertListAsync("a/", ["a/B", "a/b", "a/b.c/d"]);
        await AssertListAsync("a/b", ["a/b", "a/b.c/d"]);
        await AssertListAsync("a-", ["a-b/c"]);
    }

    [Theory]
    [InlineData("c")]
    [InlineData("a/b/c/")]
    [InlineData("../")]
    [InlineData("a/../")]
    [InlineData("/")]
    [InlineData("a//")]
    public async Task List_OfAPrefixThatNothingHas_IsEmpty(string prefix)
    {
        await PutAsync("a/b", [1]);
        await AssertListAsync(prefix, []);
    }

    [Fact]
    public async Task List_OfABlob_TellsLengthAndTime()
    {
        var before = TimeProvider.System.GetUtcNow();
        await PutAsync("a", [1, 2, 3]);
        var entry = Assert.Single(await Store.ListAsync("", Token).ToListAsync(Token));
        Assert.Equal(3, entry.Length);
        Assert.InRange(entry.LastModified, before.AddSeconds(-2), before.AddMinutes(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(8)]
    public async Task Link_OfALifetimeThatCannotBe_IsRefused(int days)
    {
        var e = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.LinkAsync(new("a"), TimeSpan.FromDays(days), Token));
        Assert.Contains("at most 7 days", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_OnceCancelled_StopsAndStoresNothing()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutAsync(new("a"), Content([1]), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutIfAbsentAsync(new("a"), Content([1]), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.OpenAsync(new("a"), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.ExistsAsync(new("a"), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.DeleteAsync(new("a"), cancelled));
        await AssertListAsync("", []);
    }

    protected static BlobContent Content(byte[] bytes) => new(bytes, "application/octet-stream");

    protected Task PutAsync(string key, byte[] bytes) => Store.PutAsync(new(key), Content(bytes), Token);

    protected async Task AssertBlobAsync(string key, byte[] expected) => Assert.Equal(expected, (await ReadAsync(key))!);

    protected async Task AssertListAsync(string prefix, string[] expected) => Assert.Equal(expected, await ListAsync(prefix));

    protected async Task<byte[]?> ReadAsync(string key)
    {
        await using var stream = await Store.OpenAsync(new(key), Token);
        if (stream is null)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Token);
        return bytes.ToArray();
    }

    protected async Task<string[]> ListAsync(string prefix) => await Store.ListAsync(prefix, Token).Select(entry => entry.Key.Value).ToArrayAsync(Token);
}
