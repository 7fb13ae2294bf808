using System.Collections.Immutable;
using System.Linq;
using CarbonioInfra.Embedded.SchemaGenerator.Emit;
using CarbonioInfra.Embedded.SchemaGenerator.Json;
using CarbonioInfra.Embedded.SchemaGenerator.Schema;

namespace CarbonioInfra.Embedded.SchemaGenerator;

/// <summary>What became of one schema: the files of a right one, the problems of a wrong one.</summary>
internal sealed record GenerationResult(ImmutableArray<GeneratedFile> Files, ImmutableArray<Problem> Problems)
{
    public static GenerationResult Of(string schema)
    {
        JsonValue document;
        try
        {
            document = JsonReader.Read(schema);
        }
        catch (JsonException exception)
        {
            return new GenerationResult([], [new Problem(ProblemKind.Syntax, exception.Path, exception.Offset, exception.Message)]);
        }

        var problems = new Problems();
        var package = SchemaReader.Read(document, problems);
        var files = package is null || problems.Found.Count > 0 ? [] : PackageEmitter.Emit(package, problems);
        return problems.Found.Count > 0
            ? new GenerationResult([], [.. problems.Found.OrderBy(problem => problem.Offset)])
            : new GenerationResult(files, []);
    }
}
