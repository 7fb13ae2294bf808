using CarbonioInfra.Engine.Providers.Command.Ssh;

namespace CarbonioInfra.Engine.Tests.Providers.Command;

public sealed class DialScheduleTests
{
    [Fact]
    public void Delays_grow_and_the_defaults_are_those_of_Pulumis_provider()
    {
        var schedule = new DialSchedule(new() { Host = "h" });
        var delays = new List<double>();
        while (schedule.Continue(isLoginRefused: false))
            delays.Add(schedule.Delay.TotalSeconds);

        Assert.Equal(11, schedule.Failures);
        Assert.Equal(10, delays.Count);
        Assert.Equal([0.1, 0.15, 0.225], delays.Take(3).Select(delay => Math.Round(delay, 3)));
        Assert.InRange(delays[9], 3.84, 3.85);
    }

    [Fact]
    public void What_comes_next_says_how_long_it_can_take_at_most()
    {
        var schedule = new DialSchedule(new() { Host = "h", DialErrorLimit = 2, PerDialTimeout = TimeSpan.FromSeconds(10) });

        Assert.True(schedule.Continue(isLoginRefused: false));
        Assert.Equal("attempt 1 of 3", schedule.Attempt);
        Assert.Equal("next in 0.1 s, gives up in 20.3 s at the latest", schedule.Outlook);
        Assert.True(schedule.Continue(isLoginRefused: false));
        Assert.Equal("next in 0.2 s, gives up in 10.2 s at the latest", schedule.Outlook);
        Assert.False(schedule.Continue(isLoginRefused: false));
    }

    [Fact]
    public void Patience_without_limit_says_so_but_a_login_is_not_refused_for_ever()
    {
        var schedule = new DialSchedule(new() { Host = "h", DialErrorLimit = -1 });

        Assert.True(schedule.Continue(isLoginRefused: false));
        Assert.Equal(("attempt 1", "next in 0.1 s, without limit"), (schedule.Attempt, schedule.Outlook));
        for (var refusal = 1; refusal <= 20; refusal++)
            Assert.True(schedule.Continue(isLoginRefused: true));
        Assert.Equal("attempt 21 of 22", schedule.Attempt);
        Assert.False(schedule.Continue(isLoginRefused: true));
    }

    [Fact]
    public void Whoever_may_dial_a_billion_times_can_still_be_told_until_when()
    {
        var schedule = new DialSchedule(new() { Host = "h", DialErrorLimit = int.MaxValue - 1 });

        Assert.True(schedule.Continue(isLoginRefused: false));

        Assert.Contains("min at the latest", schedule.Outlook, StringComparison.Ordinal);
    }
}
