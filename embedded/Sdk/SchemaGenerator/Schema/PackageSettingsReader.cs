using System;
using System.Collections.Immutable;
using System.Linq;
using System.Text.RegularExpressions;
using CarbonioInfra.Embedded.SchemaGenerator.Json;
using CarbonioInfra.Embedded.SchemaGenerator.Naming;

namespace CarbonioInfra.Embedded.SchemaGenerator.Schema;

/// <summary>Reads what a package says of itself: how its tokens are built and how they are spelled in C#.</summary>
internal sealed class PackageSettingsReader(MemberReader members, Problems problems)
{
    private const string DefaultModuleFormat = "(.*)";
    private const string TerraformBridge = "tfbridge20";

    public CSharpSettings ReadCSharp(JsonValue package)
    {
        var root = members.Text(package, "namespace") is { Length: > 0 } given ? Identifiers.Pascal(given) : "Pulumi";
        var csharp = members.Object(package, "language") is { } language ? members.Object(language, "csharp") : null;
        if (csharp is null)
            return new CSharpSettings(root, ImmutableDictionary<string, string>.Empty, IsTerraformBridge: false);

        members.RefuseUnknown(csharp, KnownMembers.CSharp);
        var compatibility = members.Text(csharp, "compatibility") ?? "";
        if (compatibility is not ("" or TerraformBridge))
        {
            problems.Unsupported(
                csharp["compatibility"]!, $"the only naming rules with a name are '{TerraformBridge}'; found '{compatibility}'");
        }

        var namespaces = members.Object(csharp, "namespaces")?.Members ?? ImmutableDictionary<string, JsonValue>.Empty;
        return new CSharpSettings(
            members.Text(csharp, "rootNamespace") ?? root,
            namespaces.Where(entry => members.Is(entry.Value, JsonKind.String))
                .ToImmutableDictionary(entry => entry.Key, entry => entry.Value.Text),
            compatibility == TerraformBridge);
    }

    public Regex ReadModuleFormat(JsonValue package)
    {
        var pattern = DefaultModuleFormat;
        if (members.Object(package, "meta") is { } meta)
        {
            members.RefuseUnknown(meta, KnownMembers.Meta);
            pattern = members.Text(meta, "moduleFormat") ?? DefaultModuleFormat;
            try
            {
                var format = new Regex(pattern, RegexOptions.CultureInvariant);
                if (format.GetGroupNumbers().Length >= 2)
                    return format;
                problems.Schema(meta["moduleFormat"]!, $"expected one group that holds the module's name, found '{pattern}'");
            }
            catch (ArgumentException exception)
            {
                problems.Schema(meta["moduleFormat"]!, $"expected a regular expression: {exception.Message}");
            }
        }

        return new Regex(DefaultModuleFormat, RegexOptions.CultureInvariant);
    }

    public bool IsToken(string token, JsonValue owner)
    {
        var parts = token.Split(':');
        if (parts.Length == 3 && parts.All(part => part.Length > 0))
            return true;
        problems.Schema(owner, $"expected a token of the form package:module:name, found '{token}'");
        return false;
    }
}
