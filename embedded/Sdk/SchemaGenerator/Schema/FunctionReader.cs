using System.Collections.Immutable;
using CarbonioInfra.Embedded.SchemaGenerator.Json;

namespace CarbonioInfra.Embedded.SchemaGenerator.Schema;

internal sealed class FunctionReader(TypeReader types, PropertyReader properties, MemberReader members, Problems problems)
{
    public FunctionSchema Read(string token, JsonValue spec)
    {
        members.RefuseUnknown(spec, KnownMembers.Function);
        var (result, resultType) = ReadResult(spec);
        return new FunctionSchema(
            token,
            members.Text(spec, "description"),
            members.Text(spec, "deprecationMessage"),
            members.Object(spec, "inputs") is { } inputs ? ReadObject(inputs) : null,
            result,
            resultType,
            spec);
    }

    private (ImmutableArray<PropertySchema>? Result, SchemaType? Type) ReadResult(JsonValue spec)
    {
        if (spec["outputs"] is { } outputs && spec["returnType"] is not null)
            problems.Schema(outputs, "expected either 'outputs' or 'returnType', found both");
        if (members.Object(spec, "outputs") is { } result)
            return (ReadObject(result), null);
        if (members.Object(spec, "returnType") is not { } returned)
            return (null, null);
        if (returned["properties"] is not null)
            return (ReadObject(returned), null);
        members.RefuseUnknown(returned, KnownMembers.Type);
        return (null, types.Read(returned));
    }

    private ImmutableArray<PropertySchema> ReadObject(JsonValue spec)
    {
        members.RefuseUnknown(spec, KnownMembers.Object);
        return properties.Read(spec, "properties", "required");
    }
}
