using System.Collections.Generic;
using CarbonioInfra.Embedded.SchemaGenerator.Json;

namespace CarbonioInfra.Embedded.SchemaGenerator;

/// <summary>Collects, so that one build shows everything that is wrong with a schema.</summary>
internal sealed class Problems
{
    private readonly List<Problem> _found = [];

    public IReadOnlyList<Problem> Found => _found;

    public void Schema(JsonValue at, string message) => Add(ProblemKind.Schema, at, message);

    public void Unsupported(JsonValue at, string message) => Add(ProblemKind.Unsupported, at, message);

    public void Name(JsonValue at, string message) => Add(ProblemKind.Name, at, message);

    private void Add(ProblemKind kind, JsonValue at, string message)
    {
        var problem = new Problem(kind, at.Path, at.Start, message);

        // One type can be looked at once for each way it is used; its problem is still one.
        if (!_found.Contains(problem))
            _found.Add(problem);
    }
}
