using System.Collections.Immutable;
using CarbonioInfra.Engine.State;

namespace CarbonioInfra.Engine.Steps;

/// <summary>
/// The resources of a stack while a run works on them: what the state had (and the program has not reached yet), what the
/// run has settled, what waits to be deleted. At any moment <see cref="Capture"/> is a state that the next run can go on
/// from. Not thread-safe; the deployment holds its lock.
/// </summary>
internal sealed class StackResources
{
    private readonly Dictionary<string, ResourceState> _old;
    private readonly List<ResourceState> _leftovers;
    private readonly Dictionary<string, ResourceState> _settled = new(StringComparer.Ordinal);
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<string> _had;
    private readonly Dictionary<string, string> _renamed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _formerUrns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PendingOperation> _pending = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PendingOperation> _cutOff = new(StringComparer.Ordinal);

    public StackResources(Snapshot snapshot)
    {
        _old = snapshot.Resources.Where(resource => !resource.Delete).ToDictionary(resource => resource.Urn, StringComparer.Ordinal);
        _had = [.. _old.Keys];
        _leftovers = [.. snapshot.Resources.Where(resource => resource.Delete)];
        foreach (var operation in snapshot.PendingOperations.Where(operation => operation.Kind != OperationKind.Reading))
            _cutOff[KeyOf(operation.Resource)] = operation;
        Changed = snapshot.PendingOperations.Length != _cutOff.Count;
    }

    /// <summary>
    /// What was being done to a resource of the state when a run was cut off; null when its last operation came to an end. It stays
    /// in the state until another operation on the resource succeeds.
    /// </summary>
    public OperationKind? CutOff(string urn) => _cutOff.TryGetValue(urn, out var operation) ? operation.Kind : null;

    /// <summary>Resources that the state does not have, but of which a run that was cut off may have made or left something.</summary>
    public IEnumerable<ResourceState> Suspected => _cutOff.Values.Select(operation => operation.Resource)
        .Where(resource => !resource.Delete && !_old.ContainsKey(resource.Urn) && !_settled.ContainsKey(resource.Urn));

    /// <summary>Whether anything is other than what the state had.</summary>
    public bool Changed { get; private set; }

    /// <summary>Resources of the state that the program has not reached, or that a failure keeps as they were.</summary>
    public IEnumerable<ResourceState> Old => _old.Values;

    /// <summary>Resources of the state that the program has not (yet) spoken of.</summary>
    public IEnumerable<ResourceState> Unmentioned => _old.Values.Where(resource => !_kept.Contains(resource.Urn));

    /// <summary>Replaced resources that are still to be deleted.</summary>
    public IReadOnlyCollection<ResourceState> Leftovers => _leftovers;

    public IEnumerable<ResourceState> Settled => _settled.Values;

    /// <summary>Resources that a failure keeps as they were.</summary>
    public IEnumerable<ResourceState> Kept => _old.Values.Where(resource => _kept.Contains(resource.Urn));

    public ResourceState? FindOld(string urn) => _old.GetValueOrDefault(urn);

    public ResourceState? FindSettled(string urn) => _settled.GetValueOrDefault(urn);

    /// <summary>The URN under which the state had a resource that is settled now; null when it was the same.</summary>
    public string? FormerUrn(string urn) => _formerUrns.GetValueOrDefault(urn);

    /// <summary>The URN that a resource of the state has now; null when it has not got another one.</summary>
    public string? NewUrn(string urn) => _renamed.GetValueOrDefault(urn);

    /// <summary>Whether the state had a resource of that URN when the run began.</summary>
    public bool Had(string urn) => _had.Contains(urn);

    /// <summary>A resource is what the program wants; it takes the place of an old one, if there was one.</summary>
    public void Settle(ResourceState? old, ResourceState settled)
    {
        Changed |= !ReferenceEquals(old, settled);
        if (old is not null)
        {
            _old.Remove(old.Urn);
            if (old.Urn != settled.Urn)
                Rename(old.Urn, settled.Urn);
        }

        _settled[settled.Urn] = settled;
    }

    private void Rename(string old, string @new)
    {
        _renamed[old] = @new;
        _formerUrns[@new] = old;
        // Were it left under the former name, it would seem to be a resource of its own that nobody wants.
        if (_cutOff.Remove(old, out var operation))
            _cutOff[@new] = operation with { Resource = operation.Resource with { Urn = @new } };
    }

    /// <summary>A new resource took over; the old one is left to be deleted.</summary>
    public void Replace(ResourceState old, ResourceState replacement)
    {
        Settle(old, replacement);
        _leftovers.Add(old with { Delete = true });
    }

    /// <summary>An old resource is gone and is going to be created anew.</summary>
    public void AwaitReplacement(ResourceState old)
    {
        Changed = true;
        _cutOff.Remove(old.Urn);
        _old[old.Urn] = old with { PendingReplacement = true };
    }

    /// <summary>
    /// Whatever follows a replaced resource must be replaced too, also when this run does not get that far.
    /// </summary>
    public void TaintFollowers(string replacedUrn)
    {
        var formerUrn = FormerUrn(replacedUrn);
        foreach (var follower in _old.Values.Where(resource => !resource.Taint && resource.Custom && !resource.PendingReplacement
            && (Follows(resource, replacedUrn) || (formerUrn is not null && Follows(resource, formerUrn)))).ToList())
        {
            _old[follower.Urn] = follower with { Taint = true };
        }
    }

    public static bool Follows(ResourceState resource, string urn) =>
        resource.DeletedWith == urn || resource.ReplaceWith.Contains(urn, StringComparer.Ordinal);

    /// <summary>A failure leaves the resource as it was, if it was at all; it must not be deleted.</summary>
    public void Keep(string urn) => _kept.Add(urn);

    public void Remove(ResourceState resource)
    {
        Changed = true;
        _cutOff.Remove(KeyOf(resource));
        if (_leftovers.RemoveAll(leftover => ReferenceEquals(leftover, resource)) == 0
            && _old.TryGetValue(resource.Urn, out var old) && ReferenceEquals(old, resource))
        {
            _old.Remove(resource.Urn);
        }
    }

    public void Begin(PendingOperation operation)
    {
        Changed = true;
        _pending[KeyOf(operation.Resource)] = operation;
    }

    /// <summary>Notes how an operation ended.</summary>
    /// <param name="resource">The resource as the operation began with it.</param>
    /// <param name="old">The resource as the state has it; null when it is new.</param>
    /// <param name="failure">Null when the operation succeeded.</param>
    public void End(ResourceState resource, ResourceState? old, StepFailure? failure)
    {
        if (!_pending.Remove(KeyOf(resource), out var operation))
            return;
        if (failure is null)
            _cutOff.Remove(KeyOf(resource));
        else if (failure.Kind == FailureKind.CutOff)
            _cutOff[KeyOf(resource)] = operation;
        // Neither the old inputs nor the new ones tell what is there now.
        else if (failure.Kind == FailureKind.Failed && old is { Delete: false } && _old.TryGetValue(old.Urn, out var current))
            _old[old.Urn] = current with { InitErrors = [$"{operation.Kind.ToString().ToLowerInvariant()} it failed"] };
    }

    public Snapshot Capture()
    {
        // Also what is settled may have been taken over as it was.
        var all = _settled.Values.Concat(_old.Values).Concat(_leftovers);
        if (_renamed.Count != 0)
            all = all.Select(Renamed);
        return new(DependencyOrder.Sort([.. all]),
        [
            .. _pending.Concat(_cutOff.Where(entry => !_pending.ContainsKey(entry.Key)))
                .OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value),
        ]);
    }

    // A replaced resource and its successor may be worked on at the same time.
    private static string KeyOf(ResourceState resource) => resource.Delete ? resource.Urn + "!" : resource.Urn;

    private ResourceState Renamed(ResourceState resource)
    {
        if (!resource.References().Any(_renamed.ContainsKey))
            return resource;
        var (providerUrn, providerId) = Values.Urn.SplitProviderReference(resource.Provider);
        return resource with
        {
            Parent = New(resource.Parent),
            Provider = resource.Provider.Length == 0 ? "" : $"{New(providerUrn)}::{providerId}",
            DeletedWith = New(resource.DeletedWith),
            Dependencies = [.. resource.Dependencies.Select(New)],
            PropertyDependencies = resource.PropertyDependencies.ToImmutableSortedDictionary(
                entry => entry.Key, entry => entry.Value.Select(New).ToImmutableArray(), StringComparer.Ordinal),
            ReplaceWith = [.. resource.ReplaceWith.Select(New)],
        };

        string New(string urn) => _renamed.GetValueOrDefault(urn, urn);
    }
}
