using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.State;

/// <summary>What must hold of a state that comes from outside: what Pulumi's engine asks of a deployment before it works on it.</summary>
internal static class SnapshotCheck
{
    private const int Shown = 20;

    /// <exception cref="EngineException">Something does not hold; all of it is told.</exception>
    public static void Require(Snapshot snapshot, string source, string project, string stack)
    {
        var problems = Problems(snapshot, project, stack).ToList();
        if (problems.Count == 0)
            return;
        throw new EngineException($"{source} cannot be the state of stack '{stack}'. Nothing was changed.\n  "
            + string.Join("\n  ", problems.Take(Shown)) + (problems.Count > Shown ? $"\n  and {problems.Count - Shown} more" : ""));
    }

    public static IEnumerable<string> Problems(Snapshot snapshot, string project, string stack)
    {
        var all = snapshot.Resources.Select(resource => resource.Urn).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var live = new HashSet<string>(StringComparer.Ordinal);
        var providers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var resource in snapshot.Resources)
        {
            foreach (var problem in OwnProblems(resource, project, stack))
                yield return problem;
            if (!resource.Delete && !live.Add(resource.Urn))
                yield return $"{resource.Urn}: stands there twice, and only one of the two is left to be deleted or none";

            var provider = resource.Provider.Length == 0 ? "" : Urn.SplitProviderReference(resource.Provider).Urn;
            foreach (var urn in resource.References().Where(urn => urn != provider && !seen.Contains(urn)))
                yield return $"{resource.Urn}: refers to {urn}, which {(all.Contains(urn) ? "comes after it" : "is not there")}";
            if (provider.Length != 0 && !resource.PendingReplacement && !providers.Contains(resource.Provider))
                yield return $"{resource.Urn}: refers to provider {resource.Provider}, which {(all.Contains(provider) ? "comes after it or has another id" : "is not there")}";

            seen.Add(resource.Urn);
            if (Urn.IsProviderType(resource.Type))
                providers.Add($"{resource.Urn}::{resource.Id}");
        }
    }

    private static IEnumerable<string> OwnProblems(ResourceState resource, string project, string stack)
    {
        if (!Urn.IsUrn(resource.Urn))
        {
            yield return $"'{resource.Urn}': expected urn:pulumi:STACK::PROJECT::TYPE::NAME";
            yield break;
        }

        if (Urn.StackOf(resource.Urn) != stack || Urn.ProjectOf(resource.Urn) != project)
            yield return $"{resource.Urn}: expected stack '{stack}' of project '{project}', found stack '{Urn.StackOf(resource.Urn)}' of project '{Urn.ProjectOf(resource.Urn)}'";
        if (Urn.TypeOf(resource.Urn) != resource.Type)
            yield return $"{resource.Urn}: expected the type of its URN, found '{resource.Type}'";
        if (!resource.Custom && resource.Id.Length != 0)
            yield return $"{resource.Urn}: expected no id, because no provider manages it, found '{resource.Id}'";
    }
}
