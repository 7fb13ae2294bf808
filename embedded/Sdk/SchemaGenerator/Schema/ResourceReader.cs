using System.Collections.Immutable;
using System.Linq;
using CarbonioInfra.Embedded.SchemaGenerator.Json;
using CarbonioInfra.Embedded.SchemaGenerator.Naming;

namespace CarbonioInfra.Embedded.SchemaGenerator.Schema;

/// <summary>Reads resources and the provider, which is one too.</summary>
/// <remarks>
/// In packages of the Terraform bridge, two parts of the full schema repeat others: <c>stateInputs</c> are a resource's
/// properties, none required, and the provider's <c>properties</c> are its inputs. A trimmed schema may leave both out; they
/// are then made from the parts they repeat.
/// </remarks>
internal sealed class ResourceReader(PropertyReader properties, MemberReader members, Problems problems)
{
    public ResourceSchema Read(string token, JsonValue spec, bool isTerraformBridge)
    {
        var resource = Read(token, NameOf(token, spec), isProvider: false, spec);
        return isTerraformBridge && spec["stateInputs"] is null
            ? resource with { StateInputs = StateOf(resource) }
            : resource;
    }

    public ResourceSchema ReadProvider(JsonValue package, string packageName, bool isTerraformBridge)
    {
        var spec = members.Object(package, "provider")
            ?? new JsonValue(JsonKind.Object, "#/provider", package.Start);
        var provider = Read($"pulumi:providers:{packageName}", "Provider", isProvider: true, spec);
        if (isTerraformBridge && spec["properties"] is null)
        {
            // A default belongs to the argument and not to the value that comes back.
            provider = provider with { Properties = [.. provider.Inputs.Select(input => input with { Default = null })] };
        }

        // Everything but text travels as JSON in a provider's properties, so that only text can be read back.
        return provider with
        {
            Properties = [.. provider.Properties.Where(property => property.Type is PrimitiveType { Primitive: Primitive.String })],
        };
    }

    private ResourceSchema Read(string token, string className, bool isProvider, JsonValue spec)
    {
        members.RefuseUnknown(spec, KnownMembers.Resource);
        return new ResourceSchema(
            token,
            className,
            members.Text(spec, "description"),
            members.Text(spec, "deprecationMessage"),
            isProvider,
            properties.Read(spec, "properties", "required"),
            properties.Read(spec, "inputProperties", "requiredInputs"),
            ReadState(spec),
            [.. members.Items(spec, "aliases", JsonKind.Object).Select(ReadAlias)],
            spec);
    }

    private ImmutableArray<PropertySchema>? ReadState(JsonValue spec) =>
        members.Object(spec, "stateInputs") is { } state ? properties.Read(state, "properties", "required") : null;

    private string ReadAlias(JsonValue alias)
    {
        foreach (var member in alias.Members.Where(member => member.Key != "type"))
            problems.Unsupported(member.Value, $"an alias can have a 'type' only; found '{member.Key}'");
        return members.RequiredText(alias, "type");
    }

    private string NameOf(string token, JsonValue spec)
    {
        var given = members.Object(spec, "language") is { } language && members.Object(language, "csharp") is { } csharp
            ? members.Text(csharp, "name")
            : null;
        return Identifiers.UppercaseFirst(given is null or "" ? token.Split(':')[2] : given);
    }

    private static ImmutableArray<PropertySchema> StateOf(ResourceSchema resource)
    {
        // An argument's type can be wider than its property's (a list of names beside plain text); the state takes both.
        var inputs = resource.Inputs.ToDictionary(input => input.WireName);
        return
        [
            .. resource.Properties.Select(property => property with
            {
                Type = inputs.TryGetValue(property.WireName, out var input) ? input.Type : property.Type,
                IsRequired = false,
                Default = null,
                DefaultEnvironment = [],
            }),
        ];
    }
}
