using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>A public property of a resource class that is an output.</summary>
internal sealed class OutputProperty
{
    private static readonly ConcurrentDictionary<Type, OutputProperty[]> Cache = [];

    private OutputProperty(PropertyInfo info, OutputAttribute output) =>
        (Info, WireName) = (info, string.IsNullOrWhiteSpace(output.Name) ? info.Name : output.Name);

    public PropertyInfo Info { get; }

    public string WireName { get; }

    public static OutputProperty[] Of(Type resourceType) => Cache.GetOrAdd(resourceType, static type =>
    [
        .. from property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
           let output = property.GetCustomAttribute<OutputAttribute>()
           where output is not null
           select new OutputProperty(property, output),
    ]);
}
