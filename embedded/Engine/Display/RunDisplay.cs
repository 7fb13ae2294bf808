using System.Runtime.CompilerServices;
using CarbonioInfra.Engine.Cli;
using CarbonioInfra.Engine.Steps;
using Spectre.Console;

namespace CarbonioInfra.Engine.Display;

/// <summary>What a run shows while it runs.</summary>
internal static class RunDisplay
{
    /// <summary>Moving text where there is a terminal, plain lines elsewhere.</summary>
    public static IDisposableObserver Create(EngineHost host, Page page, Outline outline) =>
        host.IsTerminal ? CreateLive(outline) : new PlainDisplay(page, outline, TimeProvider.System);

    // A method of its own, so that the library is loaded only when there is something to move.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TerminalDisplay CreateLive(Outline outline) => new(AnsiConsole.Console, outline, TimeProvider.System);
}

/// <summary>An observer that stops showing when it is disposed; more than once is no harm.</summary>
internal interface IDisposableObserver : IRunObserver, IDisposable;
