namespace CarbonioInfra.Engine.Providers.Command;

/// <summary>Which streams of a command are shown while it runs: the <c>logging</c> input.</summary>
[Flags]
internal enum LoggedStreams
{
    None = 0,
    Output = 1,
    Error = 2,

    /// <summary>What applies when the input is absent.</summary>
    Both = Output | Error,
}
