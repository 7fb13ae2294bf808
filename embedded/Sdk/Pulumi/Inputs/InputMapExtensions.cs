namespace Pulumi;

/// <summary>Lets maps of unions be filled with values of either type.</summary>
public static class InputMapExtensions
{
    /// <summary>Adds a value of the first type.</summary>
    public static void Add<T, U>(this InputMap<Union<T, U>> map, string key, Input<T> value) =>
        map.Add(key, value.Apply(Union<T, U>.FromT0));

    /// <summary>Adds a value of the second type.</summary>
    public static void Add<T, U>(this InputMap<Union<T, U>> map, string key, Input<U> value) =>
        map.Add(key, value.Apply(Union<T, U>.FromT1));
}
