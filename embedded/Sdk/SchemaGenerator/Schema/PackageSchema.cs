using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CarbonioInfra.Embedded.SchemaGenerator.Json;

namespace CarbonioInfra.Embedded.SchemaGenerator.Schema;

/// <summary>A package schema, as far as the C# classes depend on it. All lists are in the order of emission.</summary>
internal sealed record PackageSchema(
    string Name,
    string Version,
    string? PluginDownloadUrl,
    CSharpSettings CSharp,
    Regex ModuleFormat,
    ImmutableArray<PropertySchema> Config,
    ResourceSchema Provider,
    ImmutableArray<ResourceSchema> Resources,
    ImmutableArray<FunctionSchema> Functions,
    ImmutableSortedDictionary<string, ObjectSchema> Objects,
    ImmutableSortedDictionary<string, EnumSchema> Enums);

/// <param name="RootNamespace">What stands before the package's own namespace.</param>
/// <param name="Namespaces">C# spelling of the package's and the modules' names, where it differs from the rule.</param>
/// <param name="IsTerraformBridge">Names of nested types follow the rules of the packages that the Terraform bridge makes.</param>
internal sealed record CSharpSettings(
    string RootNamespace, ImmutableDictionary<string, string> Namespaces, bool IsTerraformBridge);

/// <param name="StateInputs">What <c>Get</c> accepts beside the id; null when it accepts nothing.</param>
/// <param name="AliasTypes">Type tokens that this resource had in earlier versions of the package.</param>
internal sealed record ResourceSchema(
    string Token,
    string ClassName,
    string? Description,
    string? DeprecationMessage,
    bool IsProvider,
    ImmutableArray<PropertySchema> Properties,
    ImmutableArray<PropertySchema> Inputs,
    ImmutableArray<PropertySchema>? StateInputs,
    ImmutableArray<string> AliasTypes,
    JsonValue Source);

/// <param name="Inputs">Null when the function takes no arguments.</param>
/// <param name="Result">An object that exists for this function only; null when <paramref name="ResultType"/> says what comes back.</param>
/// <param name="ResultType">Null when <paramref name="Result"/> is not, or when nothing comes back.</param>
internal sealed record FunctionSchema(
    string Token,
    string? Description,
    string? DeprecationMessage,
    ImmutableArray<PropertySchema>? Inputs,
    ImmutableArray<PropertySchema>? Result,
    SchemaType? ResultType,
    JsonValue Source);

internal sealed record ObjectSchema(
    string Token, string? Description, ImmutableArray<PropertySchema> Properties, JsonValue Source);

internal sealed record EnumSchema(
    string Token, string? Description, Primitive Underlying, ImmutableArray<EnumElement> Elements, JsonValue Source);

/// <param name="Literal">The value as a C# literal.</param>
internal sealed record EnumElement(
    string Name, JsonValue Value, string Literal, string? Description, string? DeprecationMessage, JsonValue Source);

/// <param name="WireName">The name that the engine and the provider know.</param>
/// <param name="Name">The name in C#.</param>
internal sealed record PropertySchema(
    string WireName,
    string Name,
    SchemaType Type,
    string? Description,
    string? DeprecationMessage,
    bool IsRequired,
    bool IsSecret,
    bool ReplaceOnChanges,
    JsonValue? Default,
    ImmutableArray<string> DefaultEnvironment,
    JsonValue Source);
