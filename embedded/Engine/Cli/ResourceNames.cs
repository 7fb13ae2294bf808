using System.Collections.Immutable;
using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Cli;

/// <summary>Finds the resources that a user means.</summary>
internal static class ResourceNames
{
    /// <exception cref="EngineException">A name fits no resource of the state, or several; all such names are told.</exception>
    public static ImmutableHashSet<string> Resolve(Snapshot state, IEnumerable<string> names)
    {
        var found = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var name in names)
        {
            var matches = state.Resources
                .Where(resource => resource.Custom && !resource.Delete && (resource.Urn == name || Urn.NameOf(resource.Urn) == name))
                .Select(resource => resource.Urn).Order(StringComparer.Ordinal).ToList();
            if (matches is [var only])
                found.Add(only);
            else if (matches.Count == 0)
                problems.Add($"'{name}' is no resource of the stack" + Nearest(state, name));
            else
                problems.Add($"'{name}' names several resources; give the URN of one:\n    " + string.Join("\n    ", matches));
        }

        return problems.Count == 0
            ? found.ToImmutable()
            : throw new EngineException("Cannot tell what is to be replaced:\n  " + string.Join("\n  ", problems));
    }

    private static string Nearest(Snapshot state, string name)
    {
        const int Shown = 5;
        var wanted = Urn.IsUrn(name) ? Urn.NameOf(name) : name;
        var similar = state.Resources.Where(resource => resource.Custom && !Urn.IsProviderType(resource.Type))
            .Select(resource => Urn.NameOf(resource.Urn))
            .Where(other => wanted.Length != 0 && (other.Contains(wanted, StringComparison.OrdinalIgnoreCase)
                || wanted.Contains(other, StringComparison.OrdinalIgnoreCase)))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(Shown).ToList();
        return similar.Count == 0 ? "" : $"; similar: {string.Join(", ", similar)}";
    }
}
