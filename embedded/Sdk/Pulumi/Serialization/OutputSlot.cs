using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>An output property that was given to the program before its value existed.</summary>
internal abstract class OutputSlot
{
    private static readonly ConcurrentDictionary<(Type Resource, bool UrnOnly), ImmutableArray<Binding>> Bindings = [];

    public abstract Type ValueType { get; }

    private protected abstract object Output { get; }

    /// <summary>
    /// Assigns an output to every output property of a resource that the engine fills, and returns what completes them by wire
    /// name.
    /// </summary>
    /// <exception cref="InvalidOperationException">A property is no output, cannot be set or has an impossible type.</exception>
    public static Dictionary<string, OutputSlot> AssignAll(Resource resource, bool urnOnly)
    {
        var bindings = Bindings.GetOrAdd((resource.GetType(), urnOnly), static key => Bind(key.Resource, key.UrnOnly));
        var slots = new Dictionary<string, OutputSlot>(bindings.Length);
        foreach (var binding in bindings)
        {
            var slot = binding.Make(resource);
            binding.Set(resource, slot.Output);
            slots.Add(binding.WireName, slot);
        }

        return slots;
    }

    /// <summary>Completes the output, which from now on depends on its resource too.</summary>
    public abstract void SetValue(OutputData<object?> data);

    /// <summary>Completes the output without a value unless it has one.</summary>
    public abstract void TrySetDefault(bool isKnown);

    public abstract void TrySetException(Exception exception);

    private static ImmutableArray<Binding> Bind(Type resourceType, bool urnOnly) =>
    [
        .. OutputProperty.Of(resourceType)
            .Where(property => !urnOnly || property.WireName == Markers.Urn)
            .Select(property => Bind(resourceType, property)),
    ];

    private static Binding Bind(Type resourceType, OutputProperty property)
    {
        var name = $"[Output] {resourceType.FullName}.{property.Info.Name}";
        var type = property.Info.PropertyType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(Output<>))
            throw new InvalidOperationException($"{name} was not an Output<T>");

        // Seen from a derived class, a private setter does not exist.
        var setter = property.Info.DeclaringType!.GetProperty(property.Info.Name, type)?.GetSetMethod(nonPublic: true)
            ?? throw new InvalidOperationException($"{name} did not have a 'set' method");

        var valueType = type.GenericTypeArguments[0];
        TargetTypes.Check(name, valueType);
        return typeof(OutputSlot)
            .GetMethod(nameof(BindTyped), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(valueType)
            .CreateDelegate<Func<string, MethodInfo, Binding>>()(property.WireName, setter);
    }

    private static Binding BindTyped<T>(string wireName, MethodInfo setter) => new(
        wireName,
        static resource => new Slot<T>(resource),
        (resource, output) => setter.Invoke(resource, [output]));

    private sealed record Binding(string WireName, Func<Resource, OutputSlot> Make, Action<Resource, object> Set);

    private sealed class Slot<T> : OutputSlot
    {
        private readonly TaskCompletionSource<OutputData<T>> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ImmutableHashSet<Resource> _resource;

        public Slot(Resource resource)
        {
            _resource = [resource];
            Output = new Output<T>(_source.Task);
        }

        public override Type ValueType => typeof(T);

        private protected override object Output { get; }

        public override void SetValue(OutputData<object?> data) => _source.SetResult(new(
            data.Value is null ? default! : (T)data.Value,
            data.IsKnown,
            data.IsSecret,
            ResourceSets.Union(_resource, data.Resources)));

        public override void TrySetDefault(bool isKnown) =>
            _source.TrySetResult(new(default!, isKnown, IsSecret: false, _resource));

        public override void TrySetException(Exception exception) => _source.TrySetException(exception);
    }
}
