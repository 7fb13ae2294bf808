using System;
using System.Collections.Immutable;
using System.Linq;
using CarbonioInfra.Embedded.SchemaGenerator.Json;

namespace CarbonioInfra.Embedded.SchemaGenerator.Schema;

/// <summary>Reads what the format calls a type spec.</summary>
internal sealed class TypeReader(JsonValue package, MemberReader members, Problems problems)
{
    private const string TypeReference = "#/types/";
    private const string ResourceReference = "#/resources/";

    public SchemaType Read(JsonValue spec)
    {
        if (members.Text(spec, "$ref") is { } reference)
            return ReadReference(spec, Uri.UnescapeDataString(reference));
        if (spec["oneOf"] is not null)
            return ReadUnion(spec);
        return members.Text(spec, "type") switch
        {
            "boolean" => new PrimitiveType(Primitive.Boolean, spec),
            "integer" => new PrimitiveType(Primitive.Integer, spec),
            "number" => new PrimitiveType(Primitive.Number, spec),
            "string" => new PrimitiveType(Primitive.String, spec),
            "array" => new ArrayType(ReadPart(spec, "items", isRequired: true), spec),
            "object" => new MapType(ReadPart(spec, "additionalProperties", isRequired: false), spec),
            null => Refuse(spec, "expected one of 'type', '$ref' and 'oneOf', found none"),
            var other => Refuse(
                spec["type"]!, $"expected boolean, integer, number, string, array or object, found '{other}'"),
        };
    }

    private SchemaType ReadPart(JsonValue spec, string member, bool isRequired)
    {
        if (members.Object(spec, member) is not { } part)
        {
            // An object without further words is a map of strings, by the format's definition.
            return isRequired && spec[member] is null
                ? Refuse(spec, $"'{member}' is missing")
                : new PrimitiveType(Primitive.String, spec);
        }

        members.RefuseUnknown(part, KnownMembers.Type);
        return Read(part);
    }

    private UnionType ReadUnion(JsonValue spec)
    {
        var elements = members.Items(spec, "oneOf", JsonKind.Object).ToList();
        if (elements.Count < 2)
            problems.Schema(spec["oneOf"]!, $"expected at least two types, found {elements.Count}");
        foreach (var element in elements)
            members.RefuseUnknown(element, KnownMembers.Type);
        return new UnionType([.. elements.Select(Read)], spec);
    }

    private SchemaType ReadReference(JsonValue spec, string reference)
    {
        var source = spec["$ref"]!;
        switch (reference)
        {
            case "pulumi.json#/Any":
                return new PrimitiveType(Primitive.Any, spec);
            case "pulumi.json#/Asset":
                return new PrimitiveType(Primitive.Asset, spec);
            case "pulumi.json#/Archive":
                return new PrimitiveType(Primitive.Archive, spec);
            case "pulumi.json#/Json":
                return new PrimitiveType(Primitive.Json, spec);
        }

        if (reference.StartsWith(TypeReference, StringComparison.Ordinal))
        {
            var token = reference.Substring(TypeReference.Length);
            return package["types"]?[token] is null
                ? Refuse(source, $"there is no type '{token}' in this schema")
                : new NamedType(token, source);
        }

        if (reference.StartsWith(ResourceReference, StringComparison.Ordinal))
        {
            var token = reference.Substring(ResourceReference.Length);
            return package["resources"]?[token] is null
                ? Refuse(source, $"there is no resource '{token}' in this schema")
                : new ResourceType(token, source);
        }

        problems.Unsupported(
            source,
            $"expected {TypeReference}…, {ResourceReference}… or pulumi.json#/Any, Asset, Archive or Json; found '{reference}'");
        return new PrimitiveType(Primitive.Any, spec);
    }

    private PrimitiveType Refuse(JsonValue at, string message)
    {
        problems.Schema(at, message);
        return new PrimitiveType(Primitive.Any, at);
    }
}
