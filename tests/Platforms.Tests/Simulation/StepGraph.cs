using System.Text.Json.Nodes;

namespace CarbonioInfra.Platforms.Tests.Simulation;

/// <summary>Which step of which host waits for which other, from what the state says that each resource depends on.</summary>
internal sealed class StepGraph
{
    private readonly Dictionary<string, StepOfHost> _steps;
    private readonly Dictionary<StepOfHost, HashSet<StepOfHost>> _before = [];

    /// <summary>The graph of all that <paramref name="site"/> has.</summary>
    /// <param name="site">A site that was made.</param>
    /// <param name="hosts">Names of its hosts.</param>
    public StepGraph(Site site, IReadOnlyCollection<string> hosts)
    {
        var resources = site.Resources().ToDictionary(resource => (string)resource["urn"]!, StringComparer.Ordinal);
        _steps = resources.Values.Where(resource => (string)resource["type"]! == "command:remote:Command")
            .Select(resource => (Urn: (string)resource["urn"]!, Step: StepOfHost.Of((string)resource["urn"]!, hosts)))
            .ToDictionary(entry => entry.Urn, entry => entry.Step, StringComparer.Ordinal);
        // The state lists a resource after everything that it depends on.
        foreach (var (urn, resource) in resources)
            Reached[urn] = [.. Dependencies(resource).SelectMany(other => _steps.TryGetValue(other, out var step) ? Reached[other].Append(step) : Reached[other])];
        foreach (var (urn, step) in _steps)
            _before[step] = Reached[urn];
    }

    /// <summary>Every step.</summary>
    public IEnumerable<StepOfHost> Steps => _steps.Values;

    private Dictionary<string, HashSet<StepOfHost>> Reached { get; } = new(StringComparer.Ordinal);

    /// <summary>Everything that must be done before <paramref name="step"/>.</summary>
    public IReadOnlySet<StepOfHost> Before(StepOfHost step) => _before[step];

    /// <summary>Edges between hosts that no other path implies.</summary>
    public IEnumerable<(StepOfHost From, StepOfHost To)> EdgesBetweenHosts() =>
        from entry in _before
        from earlier in entry.Value
        where earlier.Host != entry.Key.Host && !entry.Value.Any(between => _before[between].Contains(earlier))
        select (earlier, entry.Key);

    /// <summary>URNs of what <paramref name="resource"/> depends on.</summary>
    public static IEnumerable<string> Dependencies(JsonNode resource) =>
        (resource["dependencies"]?.AsArray() ?? []).Select(urn => (string)urn!)
            .Concat((resource["propertyDependencies"]?.AsObject() ?? []).SelectMany(property => property.Value?.AsArray() ?? []).Select(urn => (string)urn!));
}

/// <summary>A step of a host.</summary>
/// <param name="Host">The host's name.</param>
/// <param name="Step">The step's.</param>
internal sealed record StepOfHost(string Host, string Step)
{
    /// <summary>From a URN that ends in host and step.</summary>
    public static StepOfHost Of(string urn, IReadOnlyCollection<string> hosts)
    {
        var name = urn.Split("::")[^1];
        var host = hosts.Where(host => name.StartsWith(host + "-", StringComparison.Ordinal)).MaxBy(host => host.Length)
            ?? throw new ArgumentException($"{name}: expected the name of a host in front");
        return new(host, name[(host.Length + 1)..]);
    }

    public override string ToString() => $"{Host}:{Step}";
}
