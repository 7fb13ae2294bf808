using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>What the attributes of a type of the program or of a provider library say about sending its values.</summary>
internal sealed class MarkedType
{
    private static readonly ConcurrentDictionary<Type, MarkedType> Cache = [];

    private readonly Type _type;
    private readonly MethodInfo? _toPlainValue;
    private readonly (string WireName, FieldInfo Field)[] _fields = [];

    private MarkedType(Type type)
    {
        _type = type;
        IsEnum = type.IsValueType && type.IsDefined(typeof(EnumTypeAttribute), inherit: false);
        IsOutputType = type.IsDefined(typeof(OutputTypeAttribute), inherit: false);
        if (IsEnum)
            _toPlainValue = FindConversion(type, typeof(string)) ?? FindConversion(type, typeof(double));
        if (IsOutputType)
            _fields = [.. type.GetFields(BindingFlags.Instance | BindingFlags.Public).Select(field => (WireName(field), field))];
    }

    public bool IsEnum { get; }

    public bool IsOutputType { get; }

    public static MarkedType Of(Type type) => Cache.GetOrAdd(type, static key => new MarkedType(key));

    public static MethodInfo? FindConversion(Type type, Type target) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Static).FirstOrDefault(method =>
            method.Name == "op_Explicit" && method.ReturnType == target
            && method.GetParameters() is [{ ParameterType: var parameter }] && parameter == type);

    public object? EnumValue(object value, string path)
    {
        if (_toPlainValue is null)
        {
            throw new InvalidOperationException(
                $"Expected {_type.FullName} to have an explicit conversion operator to String or Double.\n\t{path}");
        }

        return _toPlainValue.Invoke(null, [value]);
    }

    public IEnumerable<KeyValuePair<string, object?>> Fields(object value) =>
        _fields.Select(field => KeyValuePair.Create(field.WireName, field.Field.GetValue(value)));

    private static string WireName(FieldInfo field) => char.ToLowerInvariant(field.Name[0]) + field.Name[1..];
}
