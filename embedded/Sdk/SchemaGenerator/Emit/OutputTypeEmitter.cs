using System.Collections.Immutable;
using System.Linq;
using CarbonioInfra.Embedded.SchemaGenerator.Naming;
using CarbonioInfra.Embedded.SchemaGenerator.Schema;

namespace CarbonioInfra.Embedded.SchemaGenerator.Emit;

/// <summary>Writes a class of values that came back from a provider.</summary>
internal sealed class OutputTypeEmitter(TypeNames types)
{
    public void Emit(CodeWriter code, string name, string? description, ImmutableArray<PropertySchema> properties)
    {
        code.Summary(description);
        code.Line("[global::Pulumi.OutputType]");
        code.Block($"public sealed class {name}", () =>
        {
            foreach (var property in properties)
            {
                code.Summary(property.Description);
                code.Line($"public readonly {types.Output(property)} {property.Name};");
            }

            if (!properties.IsEmpty)
                code.Blank();
            code.Line("[global::Pulumi.OutputConstructor]");
            code.Block($"private {name}({string.Join(", ", properties.Select(Parameter))})", () =>
            {
                foreach (var property in properties)
                    code.Line($"this.{property.Name} = {Identifiers.Parameter(property.WireName)};");
            });
        });
    }

    private string Parameter(PropertySchema property)
    {
        var name = Identifiers.Parameter(property.WireName);
        var attribute = name.TrimStart('@') == property.WireName
            ? ""
            : $"[global::Pulumi.OutputConstructorParameter({Identifiers.Literal(property.WireName)})] ";
        return $"{attribute}{types.Output(property)} {name}";
    }
}
