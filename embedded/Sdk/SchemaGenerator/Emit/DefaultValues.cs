using System.Globalization;
using System.Linq;
using CarbonioInfra.Embedded.SchemaGenerator.Json;
using CarbonioInfra.Embedded.SchemaGenerator.Naming;
using CarbonioInfra.Embedded.SchemaGenerator.Schema;

namespace CarbonioInfra.Embedded.SchemaGenerator.Emit;

/// <summary>The C# expression of an argument's default: a value of the schema, variables of the environment, or both.</summary>
internal sealed class DefaultValues(PackageSchema package, TokenNames tokens, Problems problems)
{
    /// <returns>Null when the argument has no default.</returns>
    public string? Expression(PropertySchema property)
    {
        var value = property.Default is null ? null : Literal(property.Type, property.Default);
        if (property.DefaultEnvironment.IsEmpty)
            return value;
        var environment =
            $"global::{tokens.PackageNamespace}.Utilities.{Getter(property.Type)}"
            + $"({string.Join(", ", property.DefaultEnvironment.Select(Identifiers.Literal))})";
        if (value is not null)
            return $"{environment} ?? {value}";

        // An input may hold null, which is then not sent; its conversion from string does not say so.
        return IsText(property.Type) ? environment + "!" : environment;
    }

    private static bool IsText(SchemaType type) => Getter(type) == "GetEnv";

    private static string Getter(SchemaType type) => type switch
    {
        PrimitiveType { Primitive: Primitive.Boolean } => "GetEnvBoolean",
        PrimitiveType { Primitive: Primitive.Integer } => "GetEnvInt32",
        PrimitiveType { Primitive: Primitive.Number } => "GetEnvDouble",
        _ => "GetEnv",
    };

    private string? Literal(SchemaType type, JsonValue value)
    {
        var literal = (type, value.Kind) switch
        {
            (NamedType named, _) when package.Enums.TryGetValue(named.Token, out var found) => EnumElement(found, value),
            (UnionType union, _) => union.Elements.OfType<PrimitiveType>().Select(element => Literal(element, value)).FirstOrDefault(),
            (PrimitiveType { Primitive: Primitive.Boolean }, JsonKind.Boolean) => value.Text,
            (PrimitiveType { Primitive: Primitive.Integer }, JsonKind.Number) when IsInt32(value.Text) => value.Text,
            (PrimitiveType { Primitive: Primitive.Number }, JsonKind.Number) => value.Text,
            (PrimitiveType { Primitive: Primitive.String }, JsonKind.String) => Identifiers.Literal(value.Text),
            _ => null,
        };
        if (literal is null)
            problems.Schema(value, $"the default '{value.Text}' is not a value of the property's type");
        return literal;
    }

    private string? EnumElement(EnumSchema found, JsonValue value)
    {
        var element = found.Elements.FirstOrDefault(
            candidate => candidate.Value.Kind == value.Kind && candidate.Value.Text == value.Text);
        return element is null
            ? null
            : $"global::{tokens.Namespace(found.Token)}.{TokenNames.ClassName(found.Token)}.{element.Name}";
    }

    private static bool IsInt32(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
}
