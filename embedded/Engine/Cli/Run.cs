using System.Diagnostics;
using CarbonioInfra.Engine.Display;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Cli;

/// <summary>What <c>preview</c>, <c>up</c> and <c>destroy</c> have in common: a plan, a run, and what is told about both.</summary>
internal sealed class Run(EngineHost host, StackSession session, RunSettings settings, LogFile log, StopSignals signals)
{
    /// <summary>What is told of a run that was stopped before it did anything.</summary>
    public const string InterruptedPlan = "Interrupted. Nothing was changed.";

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Page _page = new(host.Output, host.HasColors);
    private readonly ToldOnce _told = new();
    private Outline _outline = Outline.Empty;

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    /// <summary>What the last plan does, in order.</summary>
    public Outline Planned => _outline;

    /// <summary>How the process ends when there is no plan.</summary>
    public int ExitWithoutPlan => signals.First.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Failure;

    /// <summary>Finds out what would happen; nothing does.</summary>
    /// <returns>The plan, or null when it cannot be made; why is told.</returns>
    public async Task<Deployment?> PlanAsync(bool runProgram)
    {
        log.Planning = true;
        if (!runProgram)
            session.Config.WithoutProblems();
        var record = new RunRecord(TimeProvider.System);
        var observer = new Observers(_told.First(new PlanDisplay(_page)), log, record);
        var options = Options(dryRun: true);
        var plan = session.Deploy(options, session.Store.Loaded, observer);
        var ok = runProgram
            ? await session.Program(settings.Program, options, plan, observer).RunAsync(signals.First, signals.Second)
            : await FinishAsync(plan);
        if (session.Config.ReportBeside(record.Errors) is { } problems)
            observer.Message(MessageSeverity.Error, problems, "");
        _outline = new(record.Done.Concat(record.Failures.Select(failure => failure.Step)), OutputsOf(plan));
        if (!ok || !session.Config.Problems.IsEmpty || plan.Summary.Failed + plan.Summary.Skipped != 0)
        {
            plan.Dispose();
            _page.Write(new RunReport(_outline, record).Failures());
            host.Error.WriteLine(signals.First.IsCancellationRequested ? InterruptedPlan
                : $"The plan cannot be made. Nothing was changed. Log: {log.Place}");
            return null;
        }

        _page.Write(PlanText.Of(_outline));
        return plan;
    }

    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ApplyAsync(bool runProgram)
    {
        session.RequireKey();
        log.Planning = false;
        var record = new RunRecord(TimeProvider.System);
        using var display = RunDisplay.Create(host, _page, _outline);
        var observer = new Observers(_told.Second(display), log, record);
        var options = Options(dryRun: false);
        session.Store.BackUp();
        var tell = signals.Tell;
        if (host.IsTerminal)
            signals.Tell = text => observer.Message(MessageSeverity.Info, text, "");
        using var deployment = session.Deploy(options, session.Store.Loaded, observer);
        using var abort = signals.Second.Register(deployment.Abort);
        using var stop = signals.First.Register(deployment.Stop);
        var ok = runProgram
            ? await session.Program(settings.Program, options, deployment, observer).RunAsync(signals.First, signals.Second)
            : await FinishAsync(deployment);
        signals.Tell = tell;
        display.Dispose();
        session.Remember(record.Timed.Select(entry => (entry.Step.Urn, entry.Time)), deployment.Capture());
        ok &= deployment.Summary.Failed + deployment.Summary.Skipped == 0 && !record.HasErrors;
        Report(deployment.Summary, record, ok);
        return ok ? ExitCode.Success : signals.First.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Failure;
    }

    /// <summary>What an <c>up</c> without changes has left to do: new options and outputs go into the state.</summary>
    public async Task<int> SettleAsync(Deployment plan)
    {
        if (plan.StateChanged)
            await session.Store.SaveAsync(plan.Capture);
        Report(plan.Summary, new(TimeProvider.System), ok: true);
        return ExitCode.Success;
    }

    /// <summary>Asks whether to go on.</summary>
    /// <inheritdoc cref="EngineHost.ConfirmAsync"/>
    public Task<bool> ConfirmAsync(string question) => host.ConfirmAsync(question, signals.First);

    public void ReportPlan(RunSummary summary)
    {
        host.Output.WriteLine(summary.Describe(planned: true));
        host.Output.WriteLine($"Planned in {Wording.Time(Elapsed)}");
    }

    /// <summary>Refuses a plan that touches resources which only the official engine can apply.</summary>
    /// <exception cref="EngineException">It does; the message names them.</exception>
    public static void RequireProviders(Deployment plan)
    {
        if (plan.Unprovided.Count == 0)
            return;
        const int Shown = 10;
        throw new EngineException(
            "This engine cannot apply resources of these packages; use the pulumi CLI for this stack. Nothing was changed.\n"
            + string.Join('\n', plan.Unprovided.Select(package => $"  {package.Key}: {string.Join(", ", package.Value.Take(Shown))}"
                + (package.Value.Count > Shown ? $" and {package.Value.Count - Shown} more" : ""))));
    }

    private static async Task<bool> FinishAsync(Deployment deployment)
    {
        await deployment.FinishAsync(complete: true);
        // A deletion that was not started any more is no failure, but neither is the run complete.
        var complete = !deployment.Stopping;
        await deployment.DrainAsync();
        return complete;
    }

    private DeploymentOptions Options(bool dryRun) => session.Options(dryRun, settings.Parallel) with
    {
        Replace = ResourceNames.Resolve(session.Store.Loaded, settings.Replace),
        Targets = [.. settings.Targets],
        TargetDependents = settings.TargetDependents,
        Rerun = settings.Rerun ? [RunSettings.RemoteCommand] : [],
    };

    // A plan to delete everything has none; then the state's tell the order.
    private PropertyMap OutputsOf(Deployment plan) => plan.StackOutputs.Count != 0
        ? plan.StackOutputs
        : session.Store.Loaded.Resources.FirstOrDefault(resource => Urn.IsStack(resource.Urn))?.Outputs ?? PropertyMap.Empty;

    private void Report(RunSummary summary, RunRecord record, bool ok)
    {
        var report = new RunReport(_outline, record);
        var total = Elapsed;
        List<Line> lines =
        [
            .. report.Times(total),
            .. RunReport.Summary(summary, total, session.Providers.Statistics, log.Place),
            .. report.Failures(),
        ];
        _page.Write(lines);
        log.Report(lines);
        if (signals.First.IsCancellationRequested)
            host.Error.WriteLine("Interrupted. What was done is saved; run the same command again to go on.");
        else if (!ok)
            host.Error.WriteLine("Failed. What was done is saved; run the same command again to go on.");
    }
}

/// <summary>The options that runs share.</summary>
/// <param name="Program">The program's assembly.</param>
/// <param name="Parallel">Steps at a time.</param>
/// <param name="Replace">What the user wants replaced: URNs, or names that only one resource has.</param>
internal sealed record RunSettings(string Program, int Parallel, IReadOnlyList<string> Replace)
{
    /// <summary>The type of what runs scripts on hosts.</summary>
    public const string RemoteCommand = "command:remote:Command";

    /// <summary>What alone is to be touched: URNs, or names that only one resource has; empty for all.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Whether what depends on a target may be touched too.</summary>
    public bool TargetDependents { get; init; }

    /// <summary>Whether every script runs again on its host although nothing changed.</summary>
    public bool Rerun { get; init; }
}

/// <summary>How the process ends.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failure = 1;

    /// <summary>As a shell reports a process that Ctrl-C ended.</summary>
    public const int Interrupted = 130;
}
