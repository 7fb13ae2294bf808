using System.CommandLine;
using CarbonioInfra.Engine.Display;
using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Cli;

/// <summary>What <c>preview</c>, <c>up</c> and <c>destroy</c> open before they plan: the stack, a log and the way to stop.</summary>
internal sealed class OpenRun : IAsyncDisposable
{
    private readonly LogFile _log;
    private readonly StopSignals _signals;

    private OpenRun(EngineHost host, StackSession session, RunSettings settings, string verb)
    {
        Session = session;
        _log = LogFile.Create(session.LogDirectory, session.Stack.Stack, verb);
        _signals = new(
            message =>
            {
                _log.Message(MessageSeverity.Info, message, "");
                host.Error.WriteLine(message);
            },
            TimeProvider.System);
        Run = new(host, session, settings, _log, _signals);
    }

    public StackSession Session { get; }

    public Run Run { get; }

    public static OpenRun Of(EngineHost host, SharedOptions options, ParseResult parsed, StackAccess access)
    {
        var settings = new RunSettings(
            parsed.GetRequiredValue(options.Program), parsed.GetValue(options.Parallel), parsed.GetValue(options.Replace) ?? [])
        {
            Targets = parsed.GetValue(options.Target) ?? [],
            TargetDependents = parsed.GetValue(options.TargetDependents),
            Rerun = parsed.GetValue(options.Rerun),
        };
        return new(host, options.Open(host, parsed, access), settings, parsed.CommandResult.Command.Name);
    }

    public async ValueTask DisposeAsync()
    {
        _signals.Dispose();
        _log.Dispose();
        await Session.DisposeAsync();
    }
}
