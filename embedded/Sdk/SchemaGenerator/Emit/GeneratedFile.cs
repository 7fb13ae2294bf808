namespace CarbonioInfra.Embedded.SchemaGenerator.Emit;

/// <param name="TypeName">The full name of the type inside; the file is called after it.</param>
internal sealed record GeneratedFile(string TypeName, string Text);
