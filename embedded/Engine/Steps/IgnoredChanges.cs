using System.Collections.Immutable;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Steps;

/// <summary>Resets inputs whose changes the program ignores to what the state has.</summary>
internal static class IgnoredChanges
{
    /// <exception cref="FormatException">A path is not one.</exception>
    public static PropertyMap Apply(PropertyMap oldInputs, PropertyMap newInputs, IEnumerable<string> paths)
    {
        PropertyValue result = newInputs;
        foreach (var path in paths)
            result = Reset(oldInputs, result, PropertyPath.Parse(path).Segments.AsSpan());
        return ((PropertyValue.Map)result).Properties;
    }

    private static PropertyValue Reset(PropertyValue old, PropertyValue @new, ReadOnlySpan<PropertyPath.Segment> path)
    {
        if (path.IsEmpty)
            return old;
        // Inside a secret the mark of the new value counts; the ignored part is below it.
        if (@new is PropertyValue.Secret secret)
            return new PropertyValue.Secret(Reset(old is PropertyValue.Secret oldSecret ? oldSecret.Value : old, secret.Value, path));
        if (old is PropertyValue.Secret hidden)
            old = hidden.Value;

        var segment = path[0];
        var rest = path[1..];
        switch (@new)
        {
            // What one side lacks as a whole was added or removed, which a path into it does not cover.
            case PropertyValue.Map map when old is PropertyValue.Map { Properties: var oldMap }:
                if (segment.Key is { } key)
                    return map.Properties.With(key, ResetChild(oldMap.Get(key), map.Properties.Get(key), rest));
                if (!segment.IsAny)
                    return @new;
                var merged = map.Properties;
                foreach (var name in oldMap.Keys.Union(map.Properties.Keys, StringComparer.Ordinal).ToList())
                    merged = merged.With(name, ResetChild(oldMap.Get(name), map.Properties.Get(name), rest));
                return merged;
            case PropertyValue.List list when segment.Key is null:
                // An item that one side lacks is a change of the list's length, which a path into it does not cover.
                var oldItems = (old as PropertyValue.List)?.Items ?? [];
                var items = list.Items.ToBuilder();
                for (var index = 0; index < Math.Min(items.Count, oldItems.Length); index++)
                {
                    if (segment.IsAny || segment.Index == index)
                        items[index] = Reset(oldItems[index], items[index], rest);
                }

                return new PropertyValue.List(items.ToImmutable());
            default:
                return @new;
        }
    }

    private static PropertyValue ResetChild(PropertyValue old, PropertyValue @new, ReadOnlySpan<PropertyPath.Segment> rest) =>
        rest.IsEmpty ? old
        : @new is PropertyValue.Null ? @new
        : Reset(old, @new, rest);
}
