using CarbonioInfra.Embedded.SchemaGenerator.Naming;
using CarbonioInfra.Embedded.SchemaGenerator.Schema;

namespace CarbonioInfra.Embedded.SchemaGenerator.Emit;

/// <summary>Writes an enum: a C# enum for integers, otherwise a struct that also takes values which a newer provider knows.</summary>
internal sealed class EnumEmitter(TokenNames tokens)
{
    public GeneratedFile Emit(EnumSchema schema)
    {
        var @namespace = tokens.Namespace(schema.Token);
        var name = TokenNames.ClassName(schema.Token);
        var code = new CodeWriter(@namespace);
        code.Summary(schema.Description);
        if (schema.Underlying == Primitive.Integer)
            EmitEnum(code, name, schema);
        else
            EmitStruct(code, name, schema);
        return new GeneratedFile($"{@namespace}.{name}", code.ToString());
    }

    private static void EmitEnum(CodeWriter code, string name, EnumSchema schema) =>
        code.Block($"public enum {name}", () =>
        {
            foreach (var element in schema.Elements)
            {
                EmitHead(code, element);
                code.Line($"{element.Name} = {element.Literal},");
            }
        });

    private static void EmitStruct(CodeWriter code, string name, EnumSchema schema)
    {
        var isText = schema.Underlying == Primitive.String;
        var underlying = TypeNames.Spell(schema.Underlying);
        code.Line("[global::Pulumi.EnumType]");
        code.Block($"public readonly struct {name} : global::System.IEquatable<{name}>", () =>
        {
            code.Line($"private readonly {underlying} _value;");
            code.Blank();
            code.Line($"private {name}({underlying} value) => _value = value;");
            code.Blank();
            foreach (var element in schema.Elements)
            {
                EmitHead(code, element);
                code.Line($"public static {name} {element.Name} {{ get; }} = new {name}({element.Literal});");
            }

            code.Blank();
            code.Line($"public static bool operator ==({name} left, {name} right) => left.Equals(right);");
            code.Blank();
            code.Line($"public static bool operator !=({name} left, {name} right) => !left.Equals(right);");
            code.Blank();
            code.Line($"public static explicit operator {underlying}({name} value) => value._value;");
            code.Blank();
            EmitHidden(code, $"public override bool Equals(object? obj) => obj is {name} other && Equals(other);");
            code.Blank();
            code.Line(isText
                ? $"public bool Equals({name} other) => string.Equals(_value, other._value, global::System.StringComparison.Ordinal);"
                : $"public bool Equals({name} other) => _value.Equals(other._value);");
            code.Blank();
            EmitHidden(code, isText
                ? "public override int GetHashCode() => _value?.GetHashCode() ?? 0;"
                : "public override int GetHashCode() => _value.GetHashCode();");
            code.Blank();
            code.Line(isText
                ? "public override string ToString() => _value;"
                : "public override string ToString() => _value.ToString();");
        });
    }

    private static void EmitHead(CodeWriter code, EnumElement element)
    {
        code.Summary(element.Description);
        code.Obsolete(element.DeprecationMessage);
    }

    private static void EmitHidden(CodeWriter code, string member)
    {
        code.Line(
            "[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]");
        code.Line(member);
    }
}
