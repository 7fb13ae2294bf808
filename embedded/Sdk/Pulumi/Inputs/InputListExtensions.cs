namespace Pulumi;

/// <summary>Lets lists of unions be filled with values of either type.</summary>
public static class InputListExtensions
{
    /// <summary>Appends a value of the first type.</summary>
    public static void Add<T, U>(this InputList<Union<T, U>> list, Input<T> value) =>
        list.Add(value.Apply(Union<T, U>.FromT0));

    /// <summary>Appends a value of the second type.</summary>
    public static void Add<T, U>(this InputList<Union<T, U>> list, Input<U> value) =>
        list.Add(value.Apply(Union<T, U>.FromT1));
}
