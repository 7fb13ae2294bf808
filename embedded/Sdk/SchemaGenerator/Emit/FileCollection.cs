using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using CarbonioInfra.Embedded.SchemaGenerator.Json;

namespace CarbonioInfra.Embedded.SchemaGenerator.Emit;

/// <summary>Gathers the files of a package; two of one name would be two classes of one name.</summary>
internal sealed class FileCollection(Problems problems)
{
    // The compiler compares the names of generated files without case.
    private readonly Dictionary<string, GeneratedFile> _files = new(StringComparer.OrdinalIgnoreCase);

    public void Add(IEnumerable<GeneratedFile> files, JsonValue source)
    {
        foreach (var file in files)
        {
            // The names of further classes hang on the first one's, so they say nothing new.
            if (!Add(file, source))
                return;
        }
    }

    public bool Add(GeneratedFile file, JsonValue source)
    {
        if (_files.ContainsKey(file.TypeName))
        {
            problems.Name(source, $"the C# name '{file.TypeName}' belongs to something else in this schema already");
            return false;
        }

        _files.Add(file.TypeName, file);
        return true;
    }

    public ImmutableArray<GeneratedFile> InOrder() =>
        [.. _files.Values.OrderBy(file => file.TypeName, StringComparer.Ordinal)];
}
