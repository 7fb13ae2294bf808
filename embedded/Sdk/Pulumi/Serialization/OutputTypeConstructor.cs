using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>How an <see cref="OutputTypeAttribute"/> class is made from the properties on the wire.</summary>
internal sealed class OutputTypeConstructor
{
    private static readonly ConcurrentDictionary<Type, OutputTypeConstructor> Cache = [];

    private readonly Type _type;
    private readonly ConstructorInfo _constructor;
    private readonly (string WireName, ParameterInfo Parameter)[] _parameters;

    private OutputTypeConstructor(Type type)
    {
        _type = type;
        _constructor = Find(type)
            ?? throw new InvalidOperationException($"{type.FullName} has no [{nameof(OutputConstructorAttribute)}] constructor.");
        _parameters = [.. _constructor.GetParameters().Select(parameter => (
            parameter.GetCustomAttribute<OutputConstructorParameterAttribute>()?.Name ?? parameter.Name!, parameter))];
    }

    public IEnumerable<ParameterInfo> Parameters => _parameters.Select(parameter => parameter.Parameter);

    public static OutputTypeConstructor Of(Type type) => Cache.GetOrAdd(type, static key => new OutputTypeConstructor(key));

    public static ConstructorInfo? Find(Type type)
    {
        var all = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        return all.FirstOrDefault(constructor => constructor.IsDefined(typeof(OutputConstructorAttribute)))
            ?? (all.Where(constructor => constructor.IsPublic).ToArray() is [var only] ? only : null);
    }

    /// <summary>Properties that are missing on the wire become the default of their parameter's type.</summary>
    public Conversion Construct(TypedConverter converter, ImmutableDictionary<string, object?> properties) =>
        Conversion.Of(_constructor.Invoke([.. _parameters.Select(parameter => converter.ConvertOrWarn(
            $"{_type.FullName}({parameter.Parameter.Name})",
            properties.GetValueOrDefault(parameter.WireName),
            parameter.Parameter.ParameterType))]));
}
