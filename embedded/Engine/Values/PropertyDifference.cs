namespace CarbonioInfra.Engine.Values;

/// <summary>How a property changed.</summary>
public enum PropertyChangeKind
{
    Added,
    Removed,
    Updated,
}

/// <summary>One changed place.</summary>
public sealed record PropertyChange(PropertyPath Path, PropertyChangeKind Kind);

/// <summary>
/// Finds what differs between two trees: maps key by key, lists index by index, assets by hash. A secret differs from the
/// same value in plain; unknown differs from anything but unknown.
/// </summary>
public static class PropertyDifference
{
    /// <summary>The deepest changed places, in key order; empty when the trees are equal.</summary>
    public static IReadOnlyList<PropertyChange> Between(PropertyMap old, PropertyMap @new)
    {
        var changes = new List<PropertyChange>();
        Maps(old, @new, PropertyPath.Root, changes);
        return changes;
    }

    private static void Maps(PropertyMap old, PropertyMap @new, PropertyPath path, List<PropertyChange> changes)
    {
        if (ReferenceEquals(old, @new))
            return;
        foreach (var key in old.Keys.Union(@new.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            Values(old.Get(key), @new.Get(key), path.Child(key), changes);
    }

    private static void Values(PropertyValue old, PropertyValue @new, PropertyPath path, List<PropertyChange> changes)
    {
        switch (old, @new)
        {
            case (PropertyValue.Null, PropertyValue.Null):
                break;
            case (PropertyValue.Null, _):
                changes.Add(new(path, PropertyChangeKind.Added));
                break;
            case (_, PropertyValue.Null):
                changes.Add(new(path, PropertyChangeKind.Removed));
                break;
            case (PropertyValue.Secret oldSecret, PropertyValue.Secret newSecret):
                Values(oldSecret.Value, newSecret.Value, path, changes);
                break;
            case (PropertyValue.Map oldMap, PropertyValue.Map newMap):
                Maps(oldMap.Properties, newMap.Properties, path, changes);
                break;
            case (PropertyValue.List oldList, PropertyValue.List newList):
                for (var index = 0; index < Math.Max(oldList.Items.Length, newList.Items.Length); index++)
                    Values(ItemOf(oldList, index), ItemOf(newList, index), path.Child(index), changes);
                break;
            default:
                if (!old.Equals(@new))
                    changes.Add(new(path, PropertyChangeKind.Updated));
                break;
        }
    }

    private static PropertyValue ItemOf(PropertyValue.List list, int index) =>
        index < list.Items.Length ? list.Items[index] : PropertyValue.Null.Instance;
}
