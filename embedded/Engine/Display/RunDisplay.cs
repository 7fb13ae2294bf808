using CarbonioInfra.Engine.Cli;
using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Display;

/// <summary>What a run shows while it runs.</summary>
internal static class RunDisplay
{
    /// <summary>Moving text where there is a terminal, plain lines elsewhere.</summary>
    public static IDisposableObserver Create(EngineHost host) => new PlainDisplay(host.Output, planning: false);
}

/// <summary>An observer that stops showing when it is disposed; more than once is no harm.</summary>
internal interface IDisposableObserver : IRunObserver, IDisposable;
