using CarbonioInfra.Engine.State;

namespace CarbonioInfra.Engine.Steps;

/// <summary>
/// The order of deletions: whatever refers to a resource (as parent, dependency, provider, <c>deletedWith</c>) goes before it.
/// A dependency on a component covers the component's children.
/// </summary>
internal sealed class DeletionGraph
{
    private static readonly IEqualityComparer<ResourceState> ByReference = ReferenceEqualityComparer.Instance;

    private readonly Dictionary<ResourceState, HashSet<ResourceState>> _before = new(ReferenceEqualityComparer.Instance);

    /// <exception cref="EngineException">The resources refer to each other in a circle.</exception>
    public DeletionGraph(IReadOnlyCollection<ResourceState> resources)
    {
        // Throws when there is a circle.
        Order = [.. DependencyOrder.Sort(resources).Reverse()];
        AddEdges(throughComponents: true);
        // What a component's children need may need the dependent in turn; then the plain references have to do.
        if (!CanBeRun())
            AddEdges(throughComponents: false);
    }

    /// <summary>The resources, those that go first first (as far as plain references tell).</summary>
    public IReadOnlyList<ResourceState> Order { get; }

    /// <summary>
    /// Deletes in parallel, each resource after all that refer to it. One that cannot be deleted keeps what it refers to.
    /// </summary>
    /// <param name="delete">Deletes one resource; false when it failed.</param>
    /// <returns>Whether everything is gone.</returns>
    public async Task<bool> RunAsync(Func<ResourceState, Task<bool>> delete)
    {
        var results = new Dictionary<ResourceState, TaskCompletionSource<bool>>(ReferenceEqualityComparer.Instance);
        foreach (var resource in Order)
            results[resource] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = Order.Select(async resource =>
        {
            var deleted = false;
            try
            {
                var earlier = await Task.WhenAll(_before[resource].Select(other => results[other].Task));
                deleted = earlier.All(gone => gone) && await delete(resource);
            }
            finally
            {
                results[resource].SetResult(deleted);
            }

            return deleted;
        }).ToList();
        return (await Task.WhenAll(all)).All(gone => gone);
    }

    /// <summary>What is not deleted if some of it may not be: those, and whatever they refer to.</summary>
    public IReadOnlySet<ResourceState> Staying(Func<ResourceState, bool> mayNotGo)
    {
        var staying = new HashSet<ResourceState>(Order.Where(mayNotGo), ByReference);
        int before;
        do
        {
            before = staying.Count;
            staying.UnionWith(Order.Where(resource => _before[resource].Overlaps(staying)));
        }
        while (staying.Count != before);
        return staying;
    }

    private void AddEdges(bool throughComponents)
    {
        var byUrn = Order.ToLookup(resource => resource.Urn, StringComparer.Ordinal);
        var children = Order.Where(resource => resource.Parent.Length != 0).ToLookup(resource => resource.Parent, StringComparer.Ordinal);
        foreach (var resource in Order)
            _before[resource] = new(ReferenceEqualityComparer.Instance);
        foreach (var resource in Order)
        {
            foreach (var urn in resource.References())
            {
                foreach (var target in byUrn[urn].Where(target => !ReferenceEquals(target, resource)))
                {
                    _before[target].Add(resource);
                    if (throughComponents && !target.Custom && resource.Parent != urn)
                        AddDescendants(target, resource);
                }
            }
        }

        void AddDescendants(ResourceState component, ResourceState dependent)
        {
            foreach (var child in children[component.Urn].Where(child => !ReferenceEquals(child, dependent)))
            {
                _before[child].Add(dependent);
                AddDescendants(child, dependent);
            }
        }
    }

    private bool CanBeRun()
    {
        var waiting = _before.ToDictionary(entry => entry.Key, entry => entry.Value.Count, ByReference);
        var ready = new Queue<ResourceState>(waiting.Where(entry => entry.Value == 0).Select(entry => entry.Key));
        var after = _before.SelectMany(entry => entry.Value.Select(first => (First: first, Then: entry.Key)))
            .ToLookup(edge => edge.First, edge => edge.Then, ByReference);
        var run = 0;
        while (ready.TryDequeue(out var resource))
        {
            run++;
            foreach (var next in after[resource].Where(next => --waiting[next] == 0))
                ready.Enqueue(next);
        }

        return run == _before.Count;
    }
}
