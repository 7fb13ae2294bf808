using System.Collections.Generic;
using System.Collections.Immutable;
using CarbonioInfra.Embedded.SchemaGenerator.Naming;
using CarbonioInfra.Embedded.SchemaGenerator.Schema;

namespace CarbonioInfra.Embedded.SchemaGenerator.Emit;

/// <summary>Finds names that are right in the schema and clash in C#, before the compiler does in a file that nobody wrote.</summary>
internal static class MemberNames
{
    /// <summary>Every resource has these two already.</summary>
    private static readonly ImmutableHashSet<string> OfEveryResource = ["Id", "Urn"];

    public static void CheckResource(ResourceSchema resource, Problems problems)
    {
        Check(resource.ClassName, resource.Properties, problems);
        foreach (var property in resource.Properties)
        {
            if (OfEveryResource.Contains(property.Name))
                problems.Name(property.Source, $"'{property.Name}' is a property of every resource already");
        }
    }

    public static void Check(string className, ImmutableArray<PropertySchema> properties, Problems problems)
    {
        var taken = new HashSet<string>();
        foreach (var property in properties)
        {
            const string remedy = "give it another one with language.csharp.name";
            if (property.Name == className)
                problems.Name(property.Source, $"the C# name '{property.Name}' is that of its class; {remedy}");
            else if (!taken.Add(property.Name))
                problems.Name(property.Source, $"the C# name '{property.Name}' belongs to another property already; {remedy}");
        }
    }
}
