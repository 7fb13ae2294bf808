using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using Pulumi;

namespace CarbonioInfra.Components.Nodes;

/// <summary>The steps of one host, each after the one before it; some side by side.</summary>
public sealed class StepChain(Host host)
{
    private ImmutableArray<HostStep> _steps = [];
    private ImmutableArray<Resource> _last = [host.Machine, .. host.ReadyAfter];

    /// <summary>The steps so far, in order.</summary>
    public ImmutableArray<HostStep> Steps => _steps;

    /// <summary>The host on which they run.</summary>
    public Host Host { get; } = host;

    /// <summary>The step with this name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public HostStep this[string name] => _steps.FirstOrDefault(step => step.Name == name)
        ?? throw new ArgumentException($"{Host.Name} has no step '{name}', only {string.Join(", ", _steps.Select(step => step.Name))}");

    /// <summary>Adds a step after the last one.</summary>
    /// <param name="name">Unique on the host.</param>
    /// <param name="script">What runs.</param>
    /// <param name="parent">The component that it belongs to.</param>
    /// <param name="alsoAfter">Steps of other hosts that come before; see <see cref="Clusters.Order"/>.</param>
    /// <param name="deadline">Default <see cref="HostStep.DefaultDeadline"/>.</param>
    public HostStep Add(
        string name, HostScript script, Resource parent, IEnumerable<HostStep>? alsoAfter = null, TimeSpan? deadline = null)
    {
        var step = new HostStep(name, Host, script, parent, _last.Concat((alsoAfter ?? []).Select(other => other.Resource)).Distinct(), deadline);
        _steps = _steps.Add(step);
        _last = [step.Resource];
        return step;
    }

    /// <summary>Adds a step beside the chain: the next one does not wait for it.</summary>
    /// <param name="name">Unique on the host.</param>
    /// <param name="script">What runs.</param>
    /// <param name="parent">The component that it belongs to.</param>
    /// <param name="after">Steps, of this host or of others, that come before.</param>
    /// <param name="deadline">Default <see cref="HostStep.DefaultDeadline"/>.</param>
    public HostStep AddBranch(string name, HostScript script, Resource parent, IEnumerable<HostStep> after, TimeSpan? deadline = null)
    {
        var step = new HostStep(name, Host, script, parent, after.Select(other => other.Resource).Distinct(), deadline);
        _steps = _steps.Add(step);
        return step;
    }

    /// <summary>
    /// Adds steps that need nothing of each other: all run after the last one, whichever of them fail, and the next one runs after
    /// all of them.
    /// </summary>
    /// <param name="scripts">What runs, by step names that are unique on the host.</param>
    /// <param name="parent">The component that they belong to.</param>
    public void AddSideBySide(IEnumerable<(string Name, HostScript Script)> scripts, Resource parent)
    {
        var added = scripts.Select(entry => new HostStep(entry.Name, Host, entry.Script, parent, _last)).ToArray();
        _steps = _steps.AddRange(added);
        _last = [.. added.Select(step => step.Resource)];
    }
}
