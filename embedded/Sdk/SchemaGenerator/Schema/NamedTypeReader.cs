using System.Globalization;
using System.Linq;
using CarbonioInfra.Embedded.SchemaGenerator.Json;
using CarbonioInfra.Embedded.SchemaGenerator.Naming;

namespace CarbonioInfra.Embedded.SchemaGenerator.Schema;

/// <summary>Reads the entries of the schema's "types": objects and enums.</summary>
internal sealed class NamedTypeReader(PropertyReader properties, MemberReader members, Problems problems)
{
    public ObjectSchema ReadObject(string token, JsonValue spec)
    {
        members.RefuseUnknown(spec, KnownMembers.Object);
        if (members.Text(spec, "type") is { } type and not "object")
            problems.Schema(spec["type"]!, $"expected object, or a type with an 'enum'; found '{type}'");
        return new ObjectSchema(
            token, members.Text(spec, "description"), properties.Read(spec, "properties", "required"), spec);
    }

    public EnumSchema ReadEnum(string token, JsonValue spec)
    {
        members.RefuseUnknown(spec, KnownMembers.Enum);
        var underlying = members.RequiredText(spec, "type") switch
        {
            "string" => Primitive.String,
            "integer" => Primitive.Integer,
            "number" => Primitive.Number,
            var other => Refuse(spec, other),
        };
        var elements = members.Items(spec, "enum", JsonKind.Object)
            .Select(element => ReadElement(token, underlying, element))
            .ToList();
        foreach (var twin in elements.GroupBy(element => element.Name).Where(group => group.Count() > 1))
            problems.Name(twin.Last().Source, $"the C# name '{twin.Key}' belongs to another element of this enum already");
        return new EnumSchema(token, members.Text(spec, "description"), underlying, [.. elements], spec);
    }

    private EnumElement ReadElement(string token, Primitive underlying, JsonValue spec)
    {
        members.RefuseUnknown(spec, KnownMembers.EnumElement);
        var value = spec["value"] ?? spec;
        if (spec["value"] is null)
            problems.Schema(spec, "'value' is missing");
        else if (LiteralOf(value, underlying) is null)
            problems.Schema(value, $"expected a value of the enum's type, {underlying.ToString().ToLowerInvariant()}");

        var given = members.Text(spec, "name") is { Length: > 0 } name ? name : value.Text;
        var enumName = Identifiers.UppercaseFirst(token.Split(':')[2]);
        var element = EnumNames.Element(given, enumName);
        if (element is null && value != spec)
            problems.Name(spec, $"no C# name can be made from '{given}'; give the element a 'name'");
        return new EnumElement(
            element ?? "",
            value,
            LiteralOf(value, underlying) ?? "",
            members.Text(spec, "description"),
            members.Text(spec, "deprecationMessage"),
            spec);
    }

    private static string? LiteralOf(JsonValue value, Primitive underlying) => underlying switch
    {
        Primitive.String when value.Kind == JsonKind.String => Identifiers.Literal(value.Text),
        Primitive.Integer when value.Kind == JsonKind.Number && IsInt32(value.Text) => value.Text,
        Primitive.Number when value.Kind == JsonKind.Number => value.Text,
        _ => null,
    };

    private static bool IsInt32(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private Primitive Refuse(JsonValue spec, string found)
    {
        problems.Schema(spec["type"] ?? spec, $"expected an enum of string, integer or number; found '{found}'");
        return Primitive.String;
    }
}
