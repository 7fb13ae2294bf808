using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.State;

/// <summary>What must hold of a state that comes from outside: what Pulumi's engine asks of a deployment before it works on it.</summary>
internal sealed class SnapshotCheck
{
    private const int ProblemsShown = 20;
    private const int ResourcesShown = 3;

    private readonly Snapshot _snapshot;
    private readonly string _project;
    private readonly string _stack;
    private readonly HashSet<string> _ambiguous;

    private SnapshotCheck(Snapshot snapshot, string project, string stack)
    {
        _snapshot = snapshot;
        _project = project;
        _stack = stack;
        _ambiguous = [.. snapshot.Resources.Select(resource => resource.Urn).Where(Urn.IsUrn).Distinct(StringComparer.Ordinal)
            .GroupBy(ShortNameOf, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key)];
    }

    /// <param name="snapshot">The state.</param>
    /// <param name="place">Where it is: <c>in FILE</c> or <c>on standard input</c>.</param>
    /// <param name="project">The project that it is to be of.</param>
    /// <param name="stack">The stack that it is to be of.</param>
    /// <exception cref="EngineException">Something does not hold; all of it is told.</exception>
    public static void Require(Snapshot snapshot, string place, string project, string stack)
    {
        // What is wrong with many resources, above all that they are of another stack, is told once.
        var problems = new SnapshotCheck(snapshot, project, stack).Problems().GroupBy(problem => problem.Text, StringComparer.Ordinal)
            .Select(group => $"{Some([.. group.Select(problem => problem.Resource).Distinct(StringComparer.Ordinal)])}: {group.Key}").ToList();
        if (problems.Count == 0)
            return;
        throw new EngineException($"The state {place} cannot be that of stack '{stack}'. Nothing was changed.\n  "
            + string.Join("\n  ", problems.Take(ProblemsShown))
            + (problems.Count > ProblemsShown ? $"\n  and {problems.Count - ProblemsShown} more" : ""));
    }

    private static string Some(List<string> resources) => string.Join(", ", resources.Take(ResourcesShown))
        + (resources.Count > ResourcesShown ? $" and {resources.Count - ResourcesShown} more" : "");

    private IEnumerable<(string Resource, string Text)> Problems()
    {
        var all = _snapshot.Resources.Select(resource => resource.Urn).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var live = new HashSet<string>(StringComparer.Ordinal);
        var providers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var resource in _snapshot.Resources)
        {
            var name = NameOf(resource.Urn);
            foreach (var problem in OwnProblems(resource))
                yield return (name, problem);
            if (!resource.Delete && !live.Add(resource.Urn))
                yield return (name, "stands there twice, and only one of the two is left to be deleted or none");

            var provider = resource.Provider.Length == 0 ? default : Urn.SplitProviderReference(resource.Provider);
            foreach (var urn in resource.References().Where(urn => urn != provider.Urn && !seen.Contains(urn)))
                yield return (name, $"refers to {NameOf(urn)}, which {(all.Contains(urn) ? "comes after it" : "is not there")}");
            if (provider.Urn is not null && !resource.PendingReplacement && !providers.Contains(resource.Provider))
            {
                yield return (name, $"refers to provider {NameOf(provider.Urn)} with id '{provider.Id}', "
                    + $"which {(all.Contains(provider.Urn) ? "comes after it or has another id" : "is not there")}");
            }

            seen.Add(resource.Urn);
            if (Urn.IsProviderType(resource.Type))
                providers.Add($"{resource.Urn}::{resource.Id}");
        }
    }

    private IEnumerable<string> OwnProblems(ResourceState resource)
    {
        if (!Urn.IsUrn(resource.Urn))
        {
            yield return "expected urn:pulumi:STACK::PROJECT::TYPE::NAME";
            yield break;
        }

        if (!IsOfStack(resource.Urn))
            yield return $"expected stack '{_stack}' of project '{_project}', found stack '{Urn.StackOf(resource.Urn)}' of project '{Urn.ProjectOf(resource.Urn)}'";
        if (Urn.TypeOf(resource.Urn) != resource.Type)
            yield return $"expected the type of its URN, found '{resource.Type}'";
        if (!resource.Custom && resource.Id.Length != 0)
            yield return $"expected no id, because no provider manages it, found '{resource.Id}'";
    }

    private bool IsOfStack(string urn) => Urn.StackOf(urn) == _stack && Urn.ProjectOf(urn) == _project;

    /// <summary>A resource as people know it; its URN only when nothing shorter tells which one is meant.</summary>
    private string NameOf(string urn) => !Urn.IsUrn(urn) ? $"'{urn}'" : _ambiguous.Contains(ShortNameOf(urn)) ? urn : ShortNameOf(urn);

    private static string ShortNameOf(string urn) => $"{Urn.NameOf(urn)} ({Urn.TypeOf(urn)})";
}
