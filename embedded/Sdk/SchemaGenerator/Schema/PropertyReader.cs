using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using CarbonioInfra.Embedded.SchemaGenerator.Json;
using CarbonioInfra.Embedded.SchemaGenerator.Naming;

namespace CarbonioInfra.Embedded.SchemaGenerator.Schema;

/// <summary>Reads a map of properties and the list that says which of them are required.</summary>
internal sealed class PropertyReader(TypeReader types, MemberReader members, Problems problems)
{
    public ImmutableArray<PropertySchema> Read(JsonValue owner, string propertiesMember, string requiredMember)
    {
        var required = new HashSet<string>();
        foreach (var name in members.Items(owner, requiredMember, JsonKind.String))
        {
            if (owner[propertiesMember]?[name.Text] is null)
                problems.Schema(name, $"there is no property '{name.Text}' in '{propertiesMember}'");
            required.Add(name.Text);
        }

        return
        [
            .. members.Objects(owner, propertiesMember)
                .Select(property => Read(property.Key, property.Value, required.Contains(property.Key))),
        ];
    }

    private PropertySchema Read(string wireName, JsonValue spec, bool isRequired)
    {
        members.RefuseUnknown(spec, KnownMembers.Property);
        var name = NameOf(wireName, spec);
        if (!Identifiers.IsValid(name))
            problems.Name(spec, $"the C# name of '{wireName}' would be '{name}', which is not an identifier");
        return new PropertySchema(
            wireName,
            name,
            types.Read(spec),
            members.Text(spec, "description"),
            members.Text(spec, "deprecationMessage"),
            isRequired,
            members.Flag(spec, "secret"),
            members.Flag(spec, "replaceOnChanges"),
            ReadDefault(spec),
            members.Object(spec, "defaultInfo") is { } defaultInfo ? members.Texts(defaultInfo, "environment") : [],
            spec);
    }

    private string NameOf(string wireName, JsonValue spec)
    {
        // A name that the schema gives is used as it stands, even where it begins with a lower-case letter.
        var given = members.Object(spec, "language") is { } language && members.Object(language, "csharp") is { } csharp
            ? members.Text(csharp, "name")
            : null;
        return given is null or "" ? Identifiers.Pascal(wireName) : given;
    }

    private JsonValue? ReadDefault(JsonValue spec)
    {
        if (spec["default"] is not { } value)
            return null;
        if (value.Kind is JsonKind.Boolean or JsonKind.Number or JsonKind.String)
            return value;
        problems.Schema(value, "expected a boolean, a number or a string as default");
        return null;
    }
}
