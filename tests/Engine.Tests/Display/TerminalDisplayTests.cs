using CarbonioInfra.Engine.Display;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;
using Spectre.Console.Testing;

namespace CarbonioInfra.Engine.Tests.Display;

public sealed class TerminalDisplayTests : IDisposable
{
    private static readonly IReadOnlyList<Step> Cluster = Steps.Cluster("svc1");

    private readonly TestConsole _console = new TestConsole().Interactive().EmitAnsiSequences().Width(80).Height(24);

    public void Dispose() => _console.Dispose();

    [Fact]
    public void Finished_steps_failures_and_messages_are_lasting_lines()
    {
        using (var display = new TerminalDisplay(_console, new(Cluster, PropertyMap.Empty), TimeProvider.System))
        {
            var (machine, packages) = (Cluster.Named("svc1-machine"), Cluster.Named("svc1-packages"));
            display.Started(machine);
            display.Printed(machine, "[not markup]");
            display.Finished(machine, null);
            display.Printed(packages, """{"host":"svc1","check":"disk","verdict":"failed","expected":"9 GiB","seen":"1 GiB"}""");
            display.Finished(packages, new("exit status 4", "last words"));
            display.Message(MessageSeverity.Warning, "careful", "");
        }

        Assert.Contains("svc1-machine created", _console.Output, StringComparison.Ordinal);
        Assert.Contains("svc1-packages | disk FAILED: expected 9 GiB, found 1 GiB", _console.Output, StringComparison.Ordinal);
        Assert.Contains("svc1-packages failed to create  [2 of 6]: exit status 4", _console.Output, StringComparison.Ordinal);
        Assert.Contains("warning: careful", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lasting_line_clears_the_longer_one_that_moved_there()
    {
        using (var display = new TerminalDisplay(_console, Outline.Empty, TimeProvider.System))
            display.Message(MessageSeverity.Info, "careful", "");

        // Erased from there to the end of the screen, then written.
        Assert.Contains("\e[Jcareful", _console.Output, StringComparison.Ordinal);
    }
}
