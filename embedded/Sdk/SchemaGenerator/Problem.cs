namespace CarbonioInfra.Embedded.SchemaGenerator;

/// <summary>What is wrong with a schema, and where.</summary>
internal enum ProblemKind
{
    /// <summary>The file is not JSON.</summary>
    Syntax,

    /// <summary>The file is JSON, but not a package schema.</summary>
    Schema,

    /// <summary>A package schema that needs something this generator does not do.</summary>
    Unsupported,

    /// <summary>The schema is right in itself, but the C# made from it would not be.</summary>
    Name,
}

/// <param name="Kind">Becomes the id of the diagnostic.</param>
/// <param name="Path">The JSON path of the value at fault.</param>
/// <param name="Offset">Where that value stands in the file.</param>
/// <param name="Message">What was expected and what was found.</param>
internal sealed record Problem(ProblemKind Kind, string Path, int Offset, string Message);
