namespace CarbonioInfra.Embedded.SchemaGenerator.Naming;

/// <summary>The sides from which a value is seen; an object type has a class of its own for each.</summary>
internal enum Shape
{
    /// <summary>A value that came back: from a resource, or as part of a function's result.</summary>
    Output,

    /// <summary>An argument of a resource, or of a function in the form that takes inputs.</summary>
    Input,

    /// <summary>Known state that narrows the lookup of an existing resource.</summary>
    State,

    /// <summary>An argument of a function in the form that takes plain values.</summary>
    Plain,
}
