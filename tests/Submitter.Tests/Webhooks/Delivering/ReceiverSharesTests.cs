using Microsoft.Extensions.Time.Testing;
using SwiftDiffusion.Submitter.Tests.Fakes;
using SwiftDiffusion.Submitter.Webhooks.Delivering;
using SwiftDiffusion.Submitter.Webhooks.Sending;

namespace SwiftDiffusion.Submitter.Tests.Webhooks.Delivering;

public sealed class ReceiverSharesTests
{
    private static readonly Receiver A = new("acme", "a:443");
    private static readonly Receiver B = new("acme", "b:443");
    private static readonly Receiver Other = new("other", "a:443");

    private readonly FakeTimeProvider time = new(TestFleet.Noon);
    private readonly ReceiverShares shares;

    public ReceiverSharesTests() => shares = new ReceiverShares(total: 16, perReceiver: 4, perTenant: 6, time);

    [Fact]
    public void Divide_AmongFew_GivesEachNoMoreThanItMayHave() => Assert.Equal([(A, 4), (Other, 4)], shares.Divide([A, Other]));

    [Fact]
    public void Divide_AmongReceiversOfOneTenant_GivesThemNoMoreThanTheTenantMayHave() => Assert.Equal([(A, 4), (B, 2)], shares.Divide([A, B]));

    [Fact]
    public void Divide_AmongMoreThanThereIs_GivesOneEachInTheirOrder()
    {
        var many = Enumerable.Range(0, 30).Select(i => new Receiver($"tenant-{i}", "a:443")).ToList();
        Assert.Equal(many.Take(16).Select(receiver => (receiver, 1)), shares.Divide(many));
    }

    [Fact]
    public void Closed_AReceiverThatHasItsShare_IsTold()
    {
        Take(A, 4);
        Assert.Equal([A], shares.Closed());
        shares.Return(A, Answered(200));
        Assert.Empty(shares.Closed());
        Assert.Equal((A, 1), Assert.Single(shares.Divide([A])));
    }

    [Fact]
    public void ClosedTenants_ATenantThatHasItsShare_IsTold()
    {
        Take(A, 4);
        Take(B, 2);
        Assert.Equal(["acme"], shares.ClosedTenants());
        Assert.Equal([(Other, 4)], shares.Divide([B, Other]));
    }

    [Fact]
    public void Divide_AfterNoAnswer_GivesOneAtATimeUntilThereIsAnAnswer()
    {
        Take(A, 1);
        shares.Return(A, Unanswered());
        Assert.Equal([(A, 1)], shares.Divide([A]));
        Take(A, 1);
        Assert.Equal([A], shares.Closed());
        Assert.Empty(shares.Divide([A]));
        shares.Return(A, Answered(500));
        Assert.Equal([(A, 4)], shares.Divide([A]));
    }

    [Fact]
    public void Divide_AmongDeadReceivers_LeavesHalfToTheLiving()
    {
        var dead = Enumerable.Range(0, 30).Select(i => new Receiver($"tenant-{i}", "dead:443")).ToList();
        foreach (var receiver in dead)
        {
            Take(receiver, 1);
            shares.Return(receiver, Unanswered());
        }

        var divided = shares.Divide([.. dead, A]);
        Assert.Equal(8, divided.Count(share => share.Receiver != A));
        Assert.Contains((A, 1), divided);
        foreach (var (receiver, _) in divided.Where(share => share.Receiver != A))
        {
            Take(receiver, 1);
        }

        Assert.Equal(30, shares.Closed().Count);
        Assert.Equal([(A, 4)], shares.Divide([A]));
    }

    [Theory]
    [InlineData(429, 30, 30)]
    [InlineData(503, 30, 30)]
    [InlineData(429, null, 5)]
    [InlineData(502, null, 5)]
    [InlineData(504, null, 5)]
    public void Divide_AfterAReceiverIsOverloaded_LeavesItAloneForAWhile(int status, int? asked, int seconds)
    {
        Take(A, 1);
        shares.Return(A, Answered(status) with { RetryAfter = asked is { } s ? TimeSpan.FromSeconds(s) : null });
        time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
        Assert.Equal([A], shares.Closed());
        Assert.Empty(shares.Divide([A]));
        Assert.Equal([(B, 4)], shares.Divide([B]));
        time.Advance(TimeSpan.FromTicks(1));
        Assert.Empty(shares.Closed());
        Assert.Equal([(A, 4)], shares.Divide([A]));
    }

    [Fact]
    public void Return_WhatNothingWasSentFor_TeachesNothing()
    {
        Take(A, 1);
        shares.Return(A, null);
        Assert.Equal(16, shares.Free);
        Assert.Equal([(A, 4)], shares.Divide([A]));
    }

    private static AttemptResult Answered(int status) => new(AttemptOutcome.Failed, TestFleet.Noon, TimeSpan.Zero) { Status = status };

    private static AttemptResult Unanswered() => new(AttemptOutcome.Failed, TestFleet.Noon, TimeSpan.Zero);

    private void Take(Receiver receiver, int count)
    {
        for (var i = 0; i < count; i++)
        {
            shares.Take(receiver);
        }
    }
}
