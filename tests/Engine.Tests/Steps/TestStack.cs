using System.Collections.Concurrent;
using System.Collections.Immutable;
using CarbonioInfra.Engine.Display;
using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Steps;

/// <summary>A stack in memory whose programs are lambdas; each run starts from the state that the one before left.</summary>
internal sealed class TestStack : IRunObserver, IStateSaver
{
    private readonly ConcurrentQueue<string> _told = new();
    private readonly ConcurrentQueue<string> _done = new();

    public FakeProvider Provider { get; } = new();

    /// <summary>The state as the last save left it.</summary>
    public Snapshot State { get; set; } = Snapshot.Empty;

    /// <summary>Every state that was saved.</summary>
    public List<Snapshot> Saves { get; } = [];

    public Exception? SaveFailure { get; set; }

    /// <summary>What the observer heard: <c>fail NAME: text</c>, <c>skip NAME: reason</c>, <c>Warning: text</c>.</summary>
    public IReadOnlyCollection<string> Told => _told;

    /// <summary>The steps that went well or were planned, with the reason that a plan gives: <c>update NAME (reason)</c>.</summary>
    public IReadOnlyCollection<string> Done => _done;

    public SecretMask Mask { get; } = new();

    public static string UrnOf(string name, string parent = "", string type = "test:index:Thing") =>
        Urn.Compose("dev", "proj", parent, type, name);

    public ResourceState? Find(string name) =>
        State.Resources.SingleOrDefault(resource => !resource.Delete && Urn.NameOf(resource.Urn) == name);

    /// <summary>Changes the options of runs.</summary>
    public Func<DeploymentOptions, DeploymentOptions> With { get; set; } = options => options;

    public Deployment Deploy(bool dryRun = false, int parallel = 4, params string[] replace) => new(
        With(new()
        {
            Stack = "dev",
            Project = "proj",
            DryRun = dryRun,
            Parallel = parallel,
            Replace = [.. replace],
        }),
        State, new ProviderRegistry([Provider]), this, this, Mask);

    /// <summary>Runs a program to its end.</summary>
    public async Task<RunSummary> UpAsync(Func<TestProgram, Task> program, params string[] replace)
    {
        Forget();
        using var deployment = Deploy(replace: replace);
        await program(new(deployment));
        await deployment.FinishAsync(complete: true);
        return deployment.Summary;
    }

    public async Task<Deployment> PreviewAsync(Func<TestProgram, Task> program, params string[] replace)
    {
        Forget();
        var deployment = Deploy(dryRun: true, replace: replace);
        await program(new(deployment));
        await deployment.FinishAsync(complete: true);
        return deployment;
    }

    public Task SaveAsync(Func<Snapshot> capture)
    {
        if (SaveFailure is { } failure)
            return Task.FromException(failure);
        lock (Saves)
        {
            State = capture();
            Saves.Add(State);
        }

        return Task.CompletedTask;
    }

    public void Started(Step step)
    {
    }

    public void Printed(Step step, string line) => _told.Enqueue($"{step.Name} | {line}");

    public void Finished(Step step, StepFailure? failure)
    {
        if (failure is not null)
            _told.Enqueue($"fail {step.Name}: {failure.Message}");
        else
            _done.Enqueue($"{Wording.Plan(step.Kind)} {step.Name}{(step.Reason.Length == 0 ? "" : $" ({step.Reason})")}");
    }

    public void Skipped(Step step, string reason, string cause) => _told.Enqueue($"skip {step.Name}: {reason}");

    public void Message(MessageSeverity severity, string text, string urn) => _told.Enqueue($"{severity}: {text}");

    private void Forget()
    {
        Provider.Forget();
        _told.Clear();
        _done.Clear();
    }
}

/// <summary>Registers resources the short way.</summary>
internal sealed class TestProgram(Deployment deployment)
{
    public Deployment Deployment => deployment;

    public Task<RegistrationResult> RegisterAsync(string name, PropertyMap? inputs = null, Func<Goal, Goal>? change = null)
    {
        var goal = new Goal { Type = "test:index:Thing", Name = name, Custom = true, Inputs = inputs ?? PropertyMap.Empty };
        return deployment.RegisterAsync(change is null ? goal : change(goal));
    }

    public Task<RegistrationResult> ComponentAsync(string name, Func<Goal, Goal>? change = null)
    {
        var goal = new Goal { Type = "my:mod:Comp", Name = name };
        return deployment.RegisterAsync(change is null ? goal : change(goal));
    }
}

internal static class GoalChanges
{
    /// <summary>A dependency, of all properties.</summary>
    public static Goal After(this Goal goal, params string[] urns) => goal with
    {
        Dependencies = [.. urns],
        PropertyDependencies = goal.Inputs.Keys.ToImmutableSortedDictionary(name => name, _ => urns.ToImmutableArray(), StringComparer.Ordinal),
    };
}
