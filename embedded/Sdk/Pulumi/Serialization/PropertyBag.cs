using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Serialization;

/// <summary>The properties of a resource or the arguments of a function as they go over the wire.</summary>
internal sealed class PropertyBag
{
    /// <summary>Wire names that every resource has anyway, so that they are no properties of its own.</summary>
    public static readonly ImmutableHashSet<string> ResourceNames = [Markers.Id, Markers.Urn];

    public Struct Fields { get; } = new();

    /// <summary>The resources that each property in <see cref="Fields"/> depends on.</summary>
    public Dictionary<string, HashSet<Resource>> Dependencies { get; } = [];

    public bool ContainsUnknown { get; private set; }

    /// <exception cref="InvalidOperationException">A property cannot be sent; the message names it.</exception>
    public static async Task<PropertyBag> SerializeAsync(
        string path,
        IEnumerable<KeyValuePair<string, object?>> properties,
        bool keepResources,
        ImmutableHashSet<string>? except = null)
    {
        var bag = new PropertyBag();
        foreach (var (name, value) in properties)
        {
            if (except?.Contains(name) != true)
                await bag.AddAsync(path, name, value, keepResources);
        }

        return bag;
    }

    private async Task AddAsync(string path, string name, object? value, bool keepResources)
    {
        var serializer = new PropertySerializer(keepResources);
        Value? serialized;
        try
        {
            serialized = await serializer.SerializeAsync($"{path}.{name}", value);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"error serializing property \"{name}\": {e.Message}", e);
        }

        if (serialized is null)
            return;

        Fields.Fields[name] = serialized;
        Dependencies[name] = serializer.Dependencies;
        ContainsUnknown |= serializer.ContainsUnknown;
    }
}
