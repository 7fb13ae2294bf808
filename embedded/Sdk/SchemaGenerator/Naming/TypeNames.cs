using System.Linq;
using CarbonioInfra.Embedded.SchemaGenerator.Schema;

namespace CarbonioInfra.Embedded.SchemaGenerator.Naming;

/// <summary>
/// The C# spelling of types. Everything is written with <c>global::</c>: a package may well have a module called Output or
/// System, whose namespace would otherwise hide what is meant.
/// </summary>
internal sealed class TypeNames(PackageSchema package, TokenNames tokens, TypeUses uses)
{
    private const string Immutable = "global::System.Collections.Immutable";
    private const string Generic = "global::System.Collections.Generic";

    /// <summary>The type of a resource's output property or of a field of an output type.</summary>
    public string Output(PropertySchema property)
    {
        // An absent list reads as default(ImmutableArray), which needs no question mark.
        var optional = !property.IsRequired && property.Type is not ArrayType;
        return Value(property.Type, Shape.Output) + (optional ? "?" : "");
    }

    /// <summary>The type of an argument, without the question mark of an optional one.</summary>
    public string Argument(SchemaType type, Shape shape)
    {
        if (shape == Shape.Plain)
        {
            return type switch
            {
                ArrayType array => $"{Generic}.List<{Value(array.Element, shape)}>",
                MapType map => $"{Generic}.Dictionary<string, {Value(map.Element, shape)}>",
                _ => Value(type, shape),
            };
        }

        return type switch
        {
            ArrayType array => $"global::Pulumi.InputList<{Value(array.Element, shape)}>",
            MapType map => $"global::Pulumi.InputMap<{Value(map.Element, shape)}>",
            UnionType union => Union(union, shape, "global::Pulumi.InputUnion", "global::Pulumi.Input<{0}>"),
            PrimitiveType { Primitive: Primitive.Json } => "global::Pulumi.InputJson",
            _ => $"global::Pulumi.Input<{Value(type, shape)}>",
        };
    }

    /// <summary>The type of the value itself.</summary>
    public string Value(SchemaType type, Shape shape) => type switch
    {
        ArrayType array => $"{Immutable}.ImmutableArray<{Value(array.Element, shape)}>",
        MapType map => $"{Immutable}.ImmutableDictionary<string, {Value(map.Element, shape)}>",
        UnionType union => Union(union, shape, "global::Pulumi.Union", "{0}"),
        ResourceType resource => "global::" + tokens.ResourceClass(resource.Token),
        NamedType named when package.Enums.ContainsKey(named.Token) =>
            $"global::{tokens.Namespace(named.Token)}.{TokenNames.ClassName(named.Token)}",
        NamedType named =>
            $"global::{tokens.Namespace(named.Token)}.{ObjectNamespace(shape)}.{ObjectClass(named.Token, shape)}",
        PrimitiveType primitive => Spell(primitive.Primitive),
        _ => "object",
    };

    public static string ObjectNamespace(Shape shape) => shape == Shape.Output ? "Outputs" : "Inputs";

    public string ObjectClass(string token, Shape shape)
    {
        var name = TokenNames.ClassName(token);
        var bridged = package.CSharp.IsTerraformBridge;
        return shape switch
        {
            Shape.State => name + "GetArgs",
            Shape.Input when bridged && uses.IsFunctionInput(token) => name + "InputArgs",
            Shape.Input => name + "Args",
            Shape.Plain when bridged => name + "Args",
            Shape.Output when bridged && uses.IsPlain(token) => name + "Result",
            _ => name,
        };
    }

    /// <summary>Whether the value is a struct in C#, which has no null to be forgiven.</summary>
    public bool IsValueType(SchemaType type) => type switch
    {
        PrimitiveType primitive => primitive.Primitive is Primitive.Boolean or Primitive.Integer or Primitive.Number,
        NamedType named => package.Enums.ContainsKey(named.Token),
        _ => false,
    };

    /// <summary>Whether the argument is a list or map, which exists as soon as somebody adds to it.</summary>
    public static bool IsCollection(SchemaType type) => type is ArrayType or MapType;

    private string Union(UnionType union, Shape shape, string ofTwo, string ofOne)
    {
        // What comes back may be a value that the enum does not know yet, so it is read as the enum's underlying type.
        var relaxed = union.Elements.OfType<NamedType>().FirstOrDefault(element => package.Enums.ContainsKey(element.Token));
        if (shape == Shape.Output && relaxed is not null)
            return Spell(package.Enums[relaxed.Token].Underlying);

        var names = union.Elements.Select(element => Value(element, shape)).Distinct().ToList();
        return names.Count switch
        {
            1 => string.Format(System.Globalization.CultureInfo.InvariantCulture, ofOne, names[0]),
            2 => $"{ofTwo}<{names[0]}, {names[1]}>",
            _ => "object",
        };
    }

    public static string Spell(Primitive primitive) => primitive switch
    {
        Primitive.Boolean => "bool",
        Primitive.Integer => "int",
        Primitive.Number => "double",
        Primitive.String => "string",
        Primitive.Asset => "global::Pulumi.AssetOrArchive",
        Primitive.Archive => "global::Pulumi.Archive",
        Primitive.Json => "global::System.Text.Json.JsonElement",
        _ => "object",
    };
}
