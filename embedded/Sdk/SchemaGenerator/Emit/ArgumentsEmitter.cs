using System.Collections.Immutable;
using CarbonioInfra.Embedded.SchemaGenerator.Naming;
using CarbonioInfra.Embedded.SchemaGenerator.Schema;

namespace CarbonioInfra.Embedded.SchemaGenerator.Emit;

/// <param name="Name">Without namespace.</param>
/// <param name="BaseClass">One of the argument classes of the SDK.</param>
/// <param name="SendsJson">Values other than text are sent as JSON, which is how a provider wants its configuration.</param>
internal sealed record ArgumentsClass(
    string Name, string BaseClass, string? Description, ImmutableArray<PropertySchema> Properties, Shape Shape, bool SendsJson = false);

/// <summary>Writes a class of arguments.</summary>
internal sealed class ArgumentsEmitter(TypeNames types, DefaultValues defaults)
{
    public void Emit(CodeWriter code, ArgumentsClass arguments)
    {
        code.Summary(arguments.Description);
        code.Block($"public sealed class {arguments.Name} : global::Pulumi.{arguments.BaseClass}", () =>
        {
            foreach (var property in arguments.Properties)
            {
                if (NeedsField(property, arguments.Shape))
                    EmitWithField(code, arguments, property);
                else
                    EmitBare(code, arguments, property);
                code.Blank();
            }

            code.Block($"public {arguments.Name}()", () =>
            {
                foreach (var property in arguments.Properties)
                {
                    if (defaults.Expression(property) is { } expression)
                        code.Line($"this.{property.Name} = {expression};");
                }
            });
            code.Blank();
            code.Line($"public static new {arguments.Name} Empty => new {arguments.Name}();");
        });
    }

    private static bool NeedsField(PropertySchema property, Shape shape) =>
        TypeNames.IsCollection(property.Type) || (property.IsSecret && shape != Shape.Plain);

    private void EmitBare(CodeWriter code, ArgumentsClass arguments, PropertySchema property)
    {
        var type = types.Argument(property.Type, arguments.Shape);
        var isValue = arguments.Shape == Shape.Plain && types.IsValueType(property.Type);
        code.Summary(property.Description);
        code.Line(InputAttribute(arguments, property));
        code.Line(property.IsRequired
            ? $"public {type} {property.Name} {{ get; set; }}{(isValue ? "" : " = null!;")}"
            : $"public {type}? {property.Name} {{ get; set; }}");
    }

    /// <remarks>
    /// The attribute goes on the field: reading a collection's property creates the collection, and the serializer must see
    /// whether somebody did, because an empty list and no list are different things to a provider.
    /// </remarks>
    private void EmitWithField(CodeWriter code, ArgumentsClass arguments, PropertySchema property)
    {
        var type = types.Argument(property.Type, arguments.Shape);
        var field = "_" + Identifiers.Parameter(property.WireName).TrimStart('@');
        var isCollection = TypeNames.IsCollection(property.Type);
        code.Line(InputAttribute(arguments, property));
        code.Line($"private {type}? {field};");
        code.Blank();
        code.Summary(property.Description);
        code.Obsolete(property.DeprecationMessage);
        code.Block($"public {type}{(isCollection ? "" : "?")} {property.Name}", () =>
        {
            code.Line(isCollection ? $"get => {field} ??= new {type}();" : $"get => {field};");
            code.Line(property.IsSecret && arguments.Shape != Shape.Plain
                ? $"set => {field} = global::Pulumi.Output.CreateSecret(global::Pulumi.InputExtensions.ToOutput(value));"
                : $"set => {field} = value;");
        });
    }

    private static string InputAttribute(ArgumentsClass arguments, PropertySchema property)
    {
        var required = property.IsRequired ? ", required: true" : "";
        var json = arguments.SendsJson && property.Type is not PrimitiveType { Primitive: Primitive.String } ? ", json: true" : "";
        return $"[global::Pulumi.Input({Identifiers.Literal(property.WireName)}{required}{json})]";
    }
}
