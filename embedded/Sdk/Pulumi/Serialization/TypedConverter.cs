using System.Collections.Immutable;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Enum = System.Enum;
using Type = System.Type;

namespace Pulumi.Serialization;

/// <summary>
/// Turns values from the wire into the types that resources and functions declare. What does not fit becomes the default of
/// the type and a warning: the engine's schema may be newer than the program.
/// </summary>
internal sealed class TypedConverter(Action<string> warn)
{
    /// <exception cref="InvalidOperationException">No value of the type can ever come from the wire.</exception>
    public OutputData<object?> Convert(string path, Value value, Type target)
    {
        TargetTypes.Check(path, target);
        var data = PropertyDeserializer.Deserialize(value);
        return data.WithValue(ConvertOrWarn(path, data.Value, target));
    }

    public OutputData<T> Convert<T>(string path, Struct value)
    {
        var data = Convert(path, Value.ForStruct(value), typeof(T));
        return data.WithValue(data.Value is null ? default! : (T)data.Value);
    }

    public object? ConvertOrWarn(string path, object? value, Type target)
    {
        var conversion = TryConvert(path, value, target);
        if (conversion.Error is not null)
            warn(conversion.Error);
        return conversion.Value ?? DefaultOf(target);
    }

    private static object? DefaultOf(Type type) =>
        type.IsValueType && Nullable.GetUnderlyingType(type) is null ? Activator.CreateInstance(type) : null;

    private Conversion TryConvert(string path, object? value, Type target)
    {
        // Null also stands for a value that is unknown; the caller has taken note of that already.
        if (value is null)
            return Conversion.Of(DefaultOf(target));
        if (Nullable.GetUnderlyingType(target) is { } underlying)
            return TryConvert(path, value, underlying);

        if (target == typeof(object))
            return Conversion.Of(value);
        if (target == typeof(string))
            return Conversion.Require<string>(path, value);
        if (target == typeof(bool))
            return Conversion.Require<bool>(path, value);
        if (target == typeof(double))
            return Conversion.Require<double>(path, value);
        if (target == typeof(int))
            return value is double number ? Conversion.Of((int)number) : Conversion.Require<double>(path, value);
        if (target == typeof(JsonElement))
            return JsonOf(path, value);
        if (target == typeof(Archive))
            return Conversion.Of(value as Archive ?? new InvalidArchive());
        if (target == typeof(Asset))
            return Conversion.Of(value as Asset ?? new InvalidAsset());
        if (target == typeof(AssetOrArchive))
            return Conversion.Of(value as AssetOrArchive ?? new InvalidAsset());
        if (typeof(Resource).IsAssignableFrom(target))
            return target.IsInstanceOfType(value) ? Conversion.Of(value) : Mismatch(path, value, target);
        if (target.IsEnum)
            return value is double constant ? Conversion.Of(Enum.ToObject(target, (int)constant)) : Mismatch(path, value, target);
        if (MarkedType.Of(target).IsEnum)
            return EnumOf(path, value, target);
        if (target.IsGenericType)
            return TryConvertGeneric(path, value, target);

        return value is ImmutableDictionary<string, object?> properties
            ? OutputTypeConstructor.Of(target).Construct(this, properties)
            : Mismatch(path, value, target);
    }

    private Conversion TryConvertGeneric(string path, object value, Type target)
    {
        var definition = target.GetGenericTypeDefinition();
        var arguments = target.GenericTypeArguments;
        if (definition == typeof(Union<,>))
            return UnionOf(path, value, target, arguments);
        if (definition == typeof(Output<>))
            return Conversion.Of(TypedFactory.Of(arguments[0]).Output(ConvertOrWarn(path, value, arguments[0])));

        if (definition == typeof(ImmutableArray<>))
        {
            return value is ImmutableArray<object?> items
                ? Conversion.Of(TypedFactory.Of(arguments[0]).Array(
                    items.Select((item, i) => ConvertOrWarn($"{path}[{i}]", item, arguments[0]))))
                : Mismatch(path, value, target);
        }

        return value is ImmutableDictionary<string, object?> entries
            ? Conversion.Of(TypedFactory.Of(arguments[1]).Map(entries.Select(entry =>
                KeyValuePair.Create(entry.Key, ConvertOrWarn($"{path}[{entry.Key}]", entry.Value, arguments[1])))))
            : Mismatch(path, value, target);
    }

    private Conversion UnionOf(string path, object value, Type target, Type[] alternatives)
    {
        for (var i = 0; i < alternatives.Length; i++)
        {
            var conversion = TryConvert($"{path}.AsT{i}", value, alternatives[i]);
            if (conversion.Error is null)
                return Conversion.Of(target.GetMethod($"FromT{i}")!.Invoke(null, [conversion.Value]));
        }

        return $"Expected {alternatives[0].FullName} or {alternatives[1].FullName} but got {value.GetType().FullName} " +
            $"deserializing {path}";
    }

    private static Conversion EnumOf(string path, object value, Type target)
    {
        if (value is not (string or double))
        {
            return $"Expected {typeof(string).FullName} or {typeof(double).FullName} but got {value.GetType().FullName} " +
                $"deserializing {path}";
        }

        var constructor = TargetTypes.EnumConstructor(target, value.GetType());
        return constructor is null
            ? $"Expected target type {target.FullName} to have a constructor with a single {value.GetType().FullName} parameter."
            : Conversion.Of(constructor.Invoke([value]));
    }

    private static Conversion JsonOf(string path, object value)
    {
        try
        {
            return Conversion.Of(JsonSerializer.SerializeToElement(value));
        }
        catch (NotSupportedException)
        {
            return Mismatch(path, value, typeof(JsonElement));
        }
    }

    private static Conversion Mismatch(string path, object value, Type target) =>
        $"Expected {target.FullName} but got {value.GetType().FullName} deserializing {path}";
}
