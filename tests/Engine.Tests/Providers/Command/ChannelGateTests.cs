using CarbonioInfra.Engine.Providers.Command.Ssh;

namespace CarbonioInfra.Engine.Tests.Providers.Command;

public sealed class ChannelGateTests
{
    private readonly ChannelGate _gate = new(2);

    [Fact]
    public async Task Who_comes_beyond_the_limit_waits_for_one_to_leave()
    {
        await EnterAsync();
        await EnterAsync();
        var third = EnterAsync();
        Assert.False(third.IsCompleted);

        _gate.Leave();

        await third;
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_place()
    {
        await EnterAsync();
        await EnterAsync();
        using var cancellation = new CancellationTokenSource();
        var impatient = _gate.EnterAsync(cancellation.Token);
        var patient = EnterAsync();

        await cancellation.CancelAsync();
        _gate.Leave();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        await patient;
    }

    [Fact]
    public async Task A_refusal_lowers_the_limit_to_what_is_open()
    {
        await EnterAsync();
        await EnterAsync();
        Assert.True(_gate.Refused());

        var second = EnterAsync();
        Assert.False(second.IsCompleted);
        _gate.Leave();
        await second;
    }

    [Fact]
    public async Task A_refusal_with_nothing_open_cannot_be_waited_out()
    {
        await EnterAsync();

        Assert.False(_gate.Refused());
        await EnterAsync(); // and the place is free again
    }

    private Task EnterAsync() => _gate.EnterAsync(TestContext.Current.CancellationToken);
}
