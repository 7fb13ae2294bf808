using System.Runtime.InteropServices;
using CarbonioInfra.Engine.Cli;
using Microsoft.Extensions.Time.Testing;

namespace CarbonioInfra.Engine.Tests.Cli;

public sealed class StopSignalsTests
{
    [Fact]
    public void What_moves_text_on_the_terminal_may_tell_of_signals_itself()
    {
        List<string> before = [], during = [];
        var time = new FakeTimeProvider();
        using var signals = new StopSignals(before.Add, time);

        signals.Tell = during.Add;
        signals.Receive(PosixSignal.SIGINT);
        signals.Tell = before.Add;
        time.Advance(TimeSpan.FromSeconds(1));
        signals.Receive(PosixSignal.SIGINT);

        Assert.StartsWith("Stopping: ", Assert.Single(during), StringComparison.Ordinal);
        Assert.StartsWith("Cutting off ", Assert.Single(before), StringComparison.Ordinal);
    }
}
