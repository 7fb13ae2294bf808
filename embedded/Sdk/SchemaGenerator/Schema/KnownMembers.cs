using System.Collections.Immutable;

namespace CarbonioInfra.Embedded.SchemaGenerator.Schema;

/// <summary>
/// The members that the package-schema format defines for each kind of object. Anything else is a misspelling, and a
/// misspelled "required" would otherwise change the generated classes without a word.
/// </summary>
internal static class KnownMembers
{
    public static readonly ImmutableHashSet<string> Package =
    [
        "name", "displayName", "version", "description", "keywords", "homepage", "license", "attribution", "repository",
        "logoUrl", "pluginDownloadURL", "publisher", "namespace", "meta", "allowedPackageNames", "dependencies", "language",
        "config", "types", "provider", "resources", "functions",
    ];

    public static readonly ImmutableHashSet<string> Meta = ["moduleFormat", "supportPack"];

    public static readonly ImmutableHashSet<string> CSharp =
        ["packageReferences", "namespaces", "compatibility", "rootNamespace", "respectSchemaVersion", "projectReferences"];

    public static readonly ImmutableHashSet<string> Config = ["variables", "defaults", "required"];

    public static readonly ImmutableHashSet<string> Type =
        ["type", "$ref", "items", "additionalProperties", "oneOf", "discriminator"];

    public static readonly ImmutableHashSet<string> Property = Type.Union(
    [
        "description", "default", "defaultInfo", "deprecationMessage", "language", "secret", "replaceOnChanges",
        "willReplaceOnChanges",
    ]);

    public static readonly ImmutableHashSet<string> Object = ["type", "description", "language", "properties", "required"];

    public static readonly ImmutableHashSet<string> Enum = ["type", "description", "language", "enum"];

    public static readonly ImmutableHashSet<string> EnumElement = ["name", "value", "description", "deprecationMessage"];

    public static readonly ImmutableHashSet<string> Resource = Object.Union(
        ["inputProperties", "requiredInputs", "stateInputs", "aliases", "deprecationMessage", "listInputs"]);

    public static readonly ImmutableHashSet<string> Function =
        ["description", "deprecationMessage", "language", "inputs", "outputs", "returnType"];

    /// <summary>Part of the format and with a meaning for the classes, but not done here.</summary>
    public static readonly ImmutableHashSet<string> Unsupported =
    [
        "const", "plain", "isComponent", "isOverlay", "overlaySupportedLanguages", "methods", "multiArgumentInputs",
        "parameterization", "extensionParameterization", "dictionaryConstructors", "liftSingleValueMethodReturns",
    ];
}
