using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using CarbonioInfra.Embedded.SchemaGenerator.Schema;

namespace CarbonioInfra.Embedded.SchemaGenerator.Emit;

/// <summary>
/// The property paths whose change replaces a resource, for example <c>triggers[*]</c> or <c>rules[*].name</c>. The schema's
/// <c>willReplaceOnChanges</c> is not among them: that is what the provider decides by itself.
/// </summary>
internal static class ReplaceOnChanges
{
    public static IEnumerable<string> Paths(PackageSchema package, ResourceSchema resource) =>
        Paths(package, resource.Properties, []);

    private static IEnumerable<string> Paths(
        PackageSchema package, ImmutableArray<PropertySchema> properties, ImmutableHashSet<string> seen)
    {
        foreach (var property in properties)
        {
            var step = property.WireName + property.Type switch
            {
                ArrayType => "[*]",
                MapType => ".*",
                _ => "",
            };
            if (property.ReplaceOnChanges)
            {
                yield return step;
                continue;
            }

            // A type can contain itself.
            if (Innermost(property.Type) is not NamedType named || seen.Contains(named.Token)
                || !package.Objects.TryGetValue(named.Token, out var found))
            {
                continue;
            }

            foreach (var path in Paths(package, found.Properties, seen.Add(named.Token)))
                yield return $"{step}.{path}";
        }
    }

    private static SchemaType Innermost(SchemaType type) => type switch
    {
        ArrayType array => Innermost(array.Element),
        MapType map => Innermost(map.Element),
        _ => type,
    };
}
