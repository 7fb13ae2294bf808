using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace CarbonioInfra.Engine.Configuration;

/// <summary>One entry of <c>config:</c> in Pulumi.yaml: what a setting must be and what it is when a stack leaves it out.</summary>
/// <param name="Key">With its namespace, for example <c>carbonio-infra:platform</c>.</param>
/// <param name="Type">string, boolean, integer, number, array or object; null for any.</param>
/// <param name="ItemType">Type of an array's items; null for any.</param>
/// <param name="Default">Null when a stack must set it.</param>
/// <param name="Description">What it means; may be empty.</param>
/// <param name="IsSecret">Whether the program gets it as a secret.</param>
/// <param name="IsFixed">Declared by <c>value:</c> (or a bare value): the default, and no more than that.</param>
internal sealed partial record ConfigDeclaration(
    string Key, string? Type, string? ItemType, YamlNode? Default, string Description, bool IsSecret, bool IsFixed)
{
    private static readonly string[] KnownTypes = ["string", "boolean", "integer", "number", "array", "object"];

    public static ConfigDeclaration Read(YamlFile file, string key, YamlNode node)
    {
        if (node is not YamlMappingNode map)
            return new(key, null, null, node, "", IsSecret: false, IsFixed: true);

        var type = file.Text(map, "type");
        if (type is not null && !KnownTypes.Contains(type))
            throw file.At(node, $"config key '{key}': type must be one of {string.Join(", ", KnownTypes)}; found '{type}'");
        var items = file.Mapping(map, "items");
        var value = YamlFile.Find(map, "value");
        return new(key, type, items is null ? null : file.Text(items, "type"), YamlFile.Find(map, "default") ?? value,
            file.Text(map, "description") ?? "", file.Text(map, "secret") == "true", value is not null);
    }

    /// <summary>
    /// Whether its value must not stand in a stack file in plain. Pulumi refuses a default beside <c>secret: true</c>, so an optional
    /// secret says in its description that it is one.
    /// </summary>
    public bool IsMeantSecret => IsSecret || (Type is null or "string" && SecretWord().IsMatch(Description));

    /// <summary>The description, to be put behind a complaint; empty when there is none.</summary>
    public string Explained => Description.Length == 0 ? "" : $" ({Description.TrimEnd('.', '\n')})";

    /// <summary>What is wrong with a value, or null.</summary>
    public string? ProblemOf(YamlNode node)
    {
        // What is encrypted is looked at by the program.
        if (Type is null || ConfigValue.SecureTextOf(node) is not null)
            return null;
        if (!Fits(node, Type))
            return $"expected {Named(Type)}, found {YamlFile.Describe(node)}";
        if (ItemType is null || node is not YamlSequenceNode list)
            return null;
        var index = list.Children.ToList().FindIndex(item => ConfigValue.SecureTextOf(item) is null && !Fits(item, ItemType));
        return index < 0 ? null : $"item {index}: expected {Named(ItemType)}, found {YamlFile.Describe(list.Children[index])}";
    }

    private static string Named(string type) => type switch
    {
        "string" => "a text",
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        "array" => "a list",
        _ => "a mapping",
    };

    private static bool Fits(YamlNode node, string type) => (type, node) switch
    {
        ("string", YamlScalarNode) => true,
        ("boolean", YamlScalarNode scalar) => scalar.Value is "true" or "false",
        ("integer", YamlScalarNode scalar) => long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        ("number", YamlScalarNode scalar) => double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
        ("array", YamlSequenceNode) => true,
        ("object", YamlMappingNode) => true,
        _ => false,
    };

    [GeneratedRegex(@"\bsecret\b", RegexOptions.IgnoreCase)]
    private static partial Regex SecretWord();
}
