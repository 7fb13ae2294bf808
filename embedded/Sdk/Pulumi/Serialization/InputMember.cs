using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>A property or field of an arguments class that is an input.</summary>
internal sealed class InputMember
{
    private const BindingFlags Visible = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly ConcurrentDictionary<Type, InputMember[]> Cache = [];

    private InputMember(MemberInfo member, InputAttribute input, Func<object, object?> getValue) =>
        (Name, Input, GetValue) = (member.Name, input, getValue);

    public string Name { get; }

    public InputAttribute Input { get; }

    public Func<object, object?> GetValue { get; }

    public static InputMember[] Of(Type argsType) => Cache.GetOrAdd(argsType, static type =>
    [
        .. from field in type.GetFields(Visible)
           let input = field.GetCustomAttribute<InputAttribute>()
           where input is not null
           select new InputMember(field, input, field.GetValue),
        .. from property in type.GetProperties(Visible)
           let input = property.GetCustomAttribute<InputAttribute>()
           where input is not null
           select new InputMember(property, input, property.GetValue),
    ]);
}
