using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;

namespace Pulumi.Serialization;

/// <summary>Tells at once, rather than when a value arrives, that a declared output type cannot come from the wire.</summary>
internal static class TargetTypes
{
    private static readonly ConcurrentDictionary<Type, bool> Checked = [];

    private static readonly ImmutableHashSet<Type> Simple =
    [
        typeof(bool), typeof(int), typeof(double), typeof(string), typeof(object), typeof(JsonElement),
        typeof(Asset), typeof(Archive), typeof(AssetOrArchive),
    ];

    private static readonly ImmutableHashSet<Type> Wrappers =
        [typeof(Nullable<>), typeof(Union<,>), typeof(ImmutableArray<>), typeof(Output<>)];

    /// <exception cref="InvalidOperationException">The type, or one inside it, is not among the allowed ones.</exception>
    public static void Check(string path, Type type)
    {
        if (Checked.ContainsKey(type))
            return;

        Check(path, type, []);
        Checked.TryAdd(type, true);
    }

    /// <summary>The same for values, outputs and inputs among them.</summary>
    public static void CheckValues(string path, IEnumerable<object?> values)
    {
        foreach (var type in values.Select(value => value?.GetType()).OfType<Type>())
        {
            var isInput = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Input<>);
            Check(path, isInput ? type.GenericTypeArguments[0] : type);
        }
    }

    public static ConstructorInfo? EnumConstructor(Type type, Type parameter) => type.GetConstructor(
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, [parameter]);

    private static void Check(string path, Type type, HashSet<Type> seen)
    {
        // Output types may contain themselves.
        if (!seen.Add(type) || Simple.Contains(type) || typeof(Resource).IsAssignableFrom(type))
            return;

        var marked = MarkedType.Of(type);
        if (type.IsEnum && type.GetEnumUnderlyingType() == typeof(int))
            return;

        if (marked.IsEnum)
            CheckEnum(type);
        else if (type.IsGenericType)
            CheckGeneric(path, type, seen);
        else if (marked.IsOutputType)
            CheckOutputType(type, seen);
        else
            throw Invalid(path, type);
    }

    private static void CheckEnum(Type type)
    {
        if (!Fits(typeof(string)) && !Fits(typeof(double)))
        {
            throw new InvalidOperationException(
                $"{type.FullName} had [{nameof(EnumTypeAttribute)}], but did not contain a constructor with a single String or " +
                "Double parameter and an explicit conversion back.");
        }

        bool Fits(Type plain) =>
            EnumConstructor(type, plain) is not null && MarkedType.FindConversion(type, plain) is not null;
    }

    private static void CheckGeneric(string path, Type type, HashSet<Type> seen)
    {
        var definition = type.GetGenericTypeDefinition();
        var arguments = type.GenericTypeArguments;
        if (definition == typeof(ImmutableDictionary<,>) && arguments[0] == typeof(string))
            Check(path, arguments[1], seen);
        else if (!Wrappers.Contains(definition))
            throw Invalid(path, type);
        else
            Array.ForEach(arguments, argument => Check(path, argument, seen));
    }

    private static void CheckOutputType(Type type, HashSet<Type> seen)
    {
        if (OutputTypeConstructor.Find(type) is null)
        {
            throw new InvalidOperationException(
                $"{type.FullName} had [{nameof(OutputTypeAttribute)}], but did not contain constructor marked with " +
                $"[{nameof(OutputConstructorAttribute)}].");
        }

        foreach (var parameter in OutputTypeConstructor.Of(type).Parameters)
            Check($"{type.FullName}({parameter.Name})", parameter.ParameterType, seen);
    }

    private static InvalidOperationException Invalid(string path, Type type) => new(
        $"{path} contains invalid type {type.FullName}. Allowed types are: String, Boolean, Int32, Double, Object, " +
        "Nullable<...>, ImmutableArray<...>, ImmutableDictionary<string, ...>, Union<..., ...>, Output<...>, Asset, Archive, AssetOrArchive, " +
        $"JsonElement, Int32-based enums, resources, [{nameof(EnumTypeAttribute)}] structs and " +
        $"[{nameof(OutputTypeAttribute)}] classes");
}
