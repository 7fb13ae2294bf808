using System.Collections.Immutable;

namespace CarbonioInfra.Engine.Values;

/// <summary>
/// A resource property as the engine sees it: an immutable tree, independent of its encodings
/// (<see cref="WireValues"/> between program and engine, <see cref="StateValues"/> in the state file).
/// Equality is structural and follows Pulumi's comparison rules; a secret differs from the same value in plain
/// (see <see cref="SecretValues.Reveal(PropertyValue)"/> where that is not wanted).
/// </summary>
public abstract record PropertyValue
{
    private PropertyValue()
    {
    }

    /// <summary>No value. Maps drop such entries, because null means absent; lists keep them.</summary>
    public sealed record Null : PropertyValue
    {
        public static Null Instance { get; } = new();
    }

    public sealed record Bool(bool Value) : PropertyValue;

    /// <summary>Every number on the wire is a double; integers are whole doubles.</summary>
    public sealed record Number(double Value) : PropertyValue
    {
        public bool Equals(Number? other) => other is not null && Value.Equals(other.Value);

        public override int GetHashCode() => Value.GetHashCode();
    }

    public sealed record Text(string Value) : PropertyValue
    {
        public bool Equals(Text? other) => other is not null && string.Equals(Value, other.Value, StringComparison.Ordinal);

        public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);
    }

    public sealed record List(ImmutableArray<PropertyValue> Items) : PropertyValue
    {
        public bool Equals(List? other) => other is not null && Items.SequenceEqual(other.Items);

        public override int GetHashCode() =>
            Items.Aggregate(Items.Length, (hash, item) => HashCode.Combine(hash, item.GetHashCode()));
    }

    public sealed record Map(PropertyMap Properties) : PropertyValue;

    /// <summary>A value that must never be shown or stored in plain. Does not nest.</summary>
    public sealed record Secret : PropertyValue
    {
        public Secret(PropertyValue value) => Value = value is Secret inner ? inner.Value : value;

        public PropertyValue Value { get; }
    }

    /// <summary>A value that only an <c>up</c> can tell.</summary>
    public sealed record Unknown : PropertyValue
    {
        public static Unknown Instance { get; } = new();
    }

    /// <param name="Urn">The resource meant.</param>
    /// <param name="Id">Null for a component; empty when the id is not known yet.</param>
    /// <param name="PackageVersion">Version of the package the resource's class comes from, when the program told it.</param>
    public sealed record ResourceReference(string Urn, string? Id, string? PackageVersion = null) : PropertyValue;

    /// <summary>A file's content. Two assets are equal when their contents are, wherever they came from.</summary>
    /// <param name="Source">How <paramref name="Location"/> is meant.</param>
    /// <param name="Location">The text itself, a path (relative to the program directory) or a URI.</param>
    /// <param name="Hash">SHA-256 of the content in hex; empty until the engine has computed it.</param>
    public sealed record Asset(AssetSource Source, string Location, string Hash = "") : PropertyValue
    {
        public bool Equals(Asset? other) => other is not null
            && (Hash.Length != 0 && other.Hash.Length != 0
                ? string.Equals(Hash, other.Hash, StringComparison.Ordinal)
                : Source == other.Source && string.Equals(Location, other.Location, StringComparison.Ordinal));

        // Equal assets may differ in everything but their (possibly missing) hash.
        public override int GetHashCode() => 1;
    }

    /// <summary>A tree of files. Equal when the contents are.</summary>
    /// <param name="Source">Path or URI; ignored when <paramref name="Entries"/> is set.</param>
    /// <param name="Location">The path (relative to the program directory) or URI; empty when <paramref name="Entries"/> is set.</param>
    /// <param name="Entries">The archive's members by path, when the program assembled it.</param>
    /// <param name="Hash">SHA-256 over the contents in hex; empty until the engine has computed it.</param>
    public sealed record Archive(AssetSource Source, string Location, PropertyMap? Entries = null, string Hash = "") : PropertyValue
    {
        public bool Equals(Archive? other) => other is not null
            && (Hash.Length != 0 && other.Hash.Length != 0
                ? string.Equals(Hash, other.Hash, StringComparison.Ordinal)
                : Source == other.Source && string.Equals(Location, other.Location, StringComparison.Ordinal)
                    && Equals(Entries, other.Entries));

        public override int GetHashCode() => 2;
    }

    public static implicit operator PropertyValue(string value) => new Text(value);

    public static implicit operator PropertyValue(bool value) => new Bool(value);

    public static implicit operator PropertyValue(double value) => new Number(value);

    public static implicit operator PropertyValue(PropertyMap value) => new Map(value);

    public static PropertyValue ListOf(params IEnumerable<PropertyValue> items) => new List([.. items]);
}

/// <summary>Where the content of an asset or archive comes from.</summary>
public enum AssetSource
{
    Text,
    Path,
    Uri,
}
