using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using CarbonioInfra.Embedded.SchemaGenerator.Json;
using CarbonioInfra.Embedded.SchemaGenerator.Naming;

namespace CarbonioInfra.Embedded.SchemaGenerator.Schema;

/// <summary>Reads a package schema. Goes on after a problem, to find them all.</summary>
internal sealed class SchemaReader
{
    private readonly JsonValue _document;
    private readonly MemberReader _members;
    private readonly PackageSettingsReader _settings;
    private readonly ResourceReader _resources;
    private readonly FunctionReader _functions;
    private readonly NamedTypeReader _types;
    private readonly PropertyReader _properties;

    private SchemaReader(JsonValue document, Problems problems)
    {
        _document = document;
        _members = new MemberReader(problems);
        var types = new TypeReader(document, _members, problems);
        _properties = new PropertyReader(types, _members, problems);
        _settings = new PackageSettingsReader(_members, problems);
        _resources = new ResourceReader(_properties, _members, problems);
        _functions = new FunctionReader(types, _properties, _members, problems);
        _types = new NamedTypeReader(_properties, _members, problems);
    }

    /// <returns>The schema as far as it could be read; use it only if no problem was found. Null if there is nothing to read.</returns>
    public static PackageSchema? Read(JsonValue document, Problems problems) =>
        new MemberReader(problems).Is(document, JsonKind.Object) ? new SchemaReader(document, problems).ReadPackage() : null;

    private PackageSchema ReadPackage()
    {
        _members.RefuseUnknown(_document, KnownMembers.Package);
        var name = _members.RequiredText(_document, "name");
        var csharp = _settings.ReadCSharp(_document);
        var config = _members.Object(_document, "config");
        if (config is not null)
            _members.RefuseUnknown(config, KnownMembers.Config);
        return new PackageSchema(
            name,
            _members.RequiredText(_document, "version").TrimStart('v'),
            _members.Text(_document, "pluginDownloadURL"),
            csharp,
            _settings.ReadModuleFormat(_document),
            config is null ? [] : _properties.Read(config, "variables", "required"),
            _resources.ReadProvider(_document, name, csharp.IsTerraformBridge),
            [.. Tokens("resources").Select(item => _resources.Read(item.Key, item.Value, csharp.IsTerraformBridge))],
            [.. Tokens("functions").Select(item => _functions.Read(item.Key, item.Value))],
            Tokens("types").Where(item => item.Value["enum"] is null)
                .ToImmutableSortedDictionary(
                    item => item.Key, item => _types.ReadObject(item.Key, item.Value), System.StringComparer.Ordinal),
            Tokens("types").Where(item => item.Value["enum"] is not null)
                .ToImmutableSortedDictionary(
                    item => item.Key, item => _types.ReadEnum(item.Key, item.Value), System.StringComparer.Ordinal));
    }

    private IEnumerable<KeyValuePair<string, JsonValue>> Tokens(string member) =>
        _members.Objects(_document, member).Where(item => _settings.IsToken(item.Key, item.Value));
}
