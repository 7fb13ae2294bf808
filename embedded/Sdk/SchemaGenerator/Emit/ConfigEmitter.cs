using System.Collections.Generic;
using CarbonioInfra.Embedded.SchemaGenerator.Naming;
using CarbonioInfra.Embedded.SchemaGenerator.Schema;

namespace CarbonioInfra.Embedded.SchemaGenerator.Emit;

/// <summary>Writes the package's settings as they stand in the stack's configuration. Packages without settings have no such class.</summary>
internal sealed class ConfigEmitter(PackageSchema package, TokenNames tokens, TypeNames types, DefaultValues defaults)
{
    public GeneratedFile Emit()
    {
        var code = new CodeWriter(tokens.PackageNamespace);
        code.Block("public static class Config", () =>
        {
            foreach (var setting in package.Config)
            {
                EmitSetting(code, setting);
                code.Blank();
            }

            EmitTypes(code);
        });
        return new GeneratedFile($"{tokens.PackageNamespace}.Config", code.ToString());
    }

    /// <remarks>A setting is looked up at each use until the program sets it: every deployment of a test has values of its own.</remarks>
    private void EmitSetting(CodeWriter code, PropertySchema setting)
    {
        var type = Type(setting.Type) + (setting.Type is ArrayType ? "" : "?");
        var field = "_" + Identifiers.Parameter(setting.WireName).TrimStart('@');
        var fallback = defaults.Expression(setting) is { } expression ? $" ?? {expression}" : "";
        code.Line(
            $"private static global::System.Func<{type}> {field} = () => new global::Pulumi.Config({Identifiers.Literal(package.Name)})"
            + $".{Getter(setting.Type)}({Identifiers.Literal(setting.WireName)}){fallback};");
        code.Blank();
        code.Summary(setting.Description);
        code.Block($"public static {type} {setting.Name}", () =>
        {
            code.Line($"get => {field}();");
            code.Line($"set => {field} = () => value;");
        });
    }

    private void EmitTypes(CodeWriter code)
    {
        var used = new SortedSet<string>(System.StringComparer.Ordinal);
        foreach (var setting in package.Config)
            Find(setting.Type, used);
        if (used.Count == 0)
            return;

        code.Block("public static class Types", () =>
        {
            foreach (var token in used)
            {
                code.Block($"public class {TokenNames.ClassName(token)}", () =>
                {
                    foreach (var property in package.Objects[token].Properties)
                    {
                        var optional = property.IsRequired || property.Type is ArrayType ? "" : "?";
                        var initializer = !property.IsRequired || types.IsValueType(property.Type) || property.Type is ArrayType
                            ? ""
                            : " = null!;";
                        code.Summary(property.Description);
                        code.Line($"public {Type(property.Type)}{optional} {property.Name} {{ get; set; }}{initializer}");
                    }
                });
            }
        });
    }

    private void Find(SchemaType type, SortedSet<string> used)
    {
        switch (type)
        {
            case ArrayType array:
                Find(array.Element, used);
                break;
            case MapType map:
                Find(map.Element, used);
                break;
            case NamedType named when package.Objects.TryGetValue(named.Token, out var found) && used.Add(named.Token):
                foreach (var property in found.Properties)
                    Find(property.Type, used);
                break;
        }
    }

    private string Type(SchemaType type) => type switch
    {
        ArrayType array => $"global::System.Collections.Immutable.ImmutableArray<{Type(array.Element)}>",
        MapType map => $"global::System.Collections.Immutable.ImmutableDictionary<string, {Type(map.Element)}>",
        NamedType named when package.Objects.ContainsKey(named.Token) =>
            $"global::{tokens.PackageNamespace}.Config.Types.{TokenNames.ClassName(named.Token)}",
        _ => types.Value(type, Shape.Output),
    };

    private string Getter(SchemaType type) => type switch
    {
        PrimitiveType { Primitive: Primitive.String } => "Get",
        PrimitiveType { Primitive: Primitive.Boolean } => "GetBoolean",
        PrimitiveType { Primitive: Primitive.Integer } => "GetInt32",
        PrimitiveType { Primitive: Primitive.Number } => "GetDouble",
        _ => $"GetObject<{Type(type)}>",
    };
}
