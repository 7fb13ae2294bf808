using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using Pulumi;

namespace CarbonioInfra.Components.Nodes;

/// <summary>The steps of one host, each after the one before it.</summary>
public sealed class StepChain(Host host)
{
    private ImmutableArray<HostStep> _steps = [];

    /// <summary>The steps so far, in order.</summary>
    public ImmutableArray<HostStep> Steps => _steps;

    /// <summary>The host on which they run.</summary>
    public Host Host => host;

    /// <summary>The step with this name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public HostStep this[string name] => _steps.FirstOrDefault(step => step.Name == name)
        ?? throw new ArgumentException($"{host.Name} has no step '{name}', only {string.Join(", ", _steps.Select(step => step.Name))}");

    /// <summary>Adds a step after the last one.</summary>
    /// <param name="name">Unique on the host.</param>
    /// <param name="script">What runs.</param>
    /// <param name="parent">The component that it belongs to.</param>
    /// <param name="alsoAfter">Steps of other hosts that come before; see <see cref="Clusters.Order"/>.</param>
    /// <param name="deadline">Default <see cref="HostStep.DefaultDeadline"/>.</param>
    public HostStep Add(
        string name, HostScript script, Resource parent, IEnumerable<HostStep>? alsoAfter = null, TimeSpan? deadline = null)
    {
        Resource previous = _steps.IsEmpty ? host.Machine : _steps[^1].Resource;
        var dependsOn = new[] { previous }.Concat((alsoAfter ?? []).Select(step => step.Resource)).Distinct();
        var step = new HostStep(name, host, script, parent, dependsOn, deadline);
        _steps = _steps.Add(step);
        return step;
    }
}
