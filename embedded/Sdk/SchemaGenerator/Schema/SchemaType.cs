using System.Collections.Immutable;
using CarbonioInfra.Embedded.SchemaGenerator.Json;

namespace CarbonioInfra.Embedded.SchemaGenerator.Schema;

/// <summary>What a property, list item or map value may hold.</summary>
/// <param name="Source">Where the schema says so.</param>
internal abstract record SchemaType(JsonValue Source);

internal enum Primitive
{
    Boolean,
    Integer,
    Number,
    String,
    Any,
    Asset,
    Archive,
    Json,
}

internal sealed record PrimitiveType(Primitive Primitive, JsonValue Source) : SchemaType(Source);

internal sealed record ArrayType(SchemaType Element, JsonValue Source) : SchemaType(Source);

internal sealed record MapType(SchemaType Element, JsonValue Source) : SchemaType(Source);

internal sealed record UnionType(ImmutableArray<SchemaType> Elements, JsonValue Source) : SchemaType(Source);

/// <summary>A reference to an object or enum type of the same schema.</summary>
internal sealed record NamedType(string Token, JsonValue Source) : SchemaType(Source);

/// <summary>A reference to a resource of the same schema.</summary>
internal sealed record ResourceType(string Token, JsonValue Source) : SchemaType(Source);
