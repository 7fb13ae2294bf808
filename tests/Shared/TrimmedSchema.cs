using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;

namespace CarbonioInfra.Tests.Shared;

/// <summary>The trimmed schema of a provider, which holds what the components on it use, and nothing more.</summary>
internal static class TrimmedSchema
{
    /// <summary>Fails for every input in <paramref name="tests"/>' resource <c>schema.json</c> that <paramref name="components"/> never sets.</summary>
    public static void AssertUsed(Assembly tests, Assembly components)
    {
        using var stream = tests.GetManifestResourceStream("schema.json")!;
        using var schema = JsonDocument.Parse(stream);
        var used = UsedMembers(components);
        var unused = schema.RootElement.GetProperty("resources").EnumerateObject()
            .SelectMany(resource => Properties(resource.Value, "inputProperties").Select(property => (Class(resource.Name) + "Args", property)))
            .Concat(schema.RootElement.GetProperty("types").EnumerateObject().Where(type => !type.Value.TryGetProperty("enum", out _))
                .SelectMany(type => Properties(type.Value, "properties").Select(property => (Class(type.Name) + "Args", property))))
            .Where(member => !used.Contains(member));

        Assert.NotEmpty(used);
        Assert.Empty(unused);
    }

    private static string Class(string token) => char.ToUpperInvariant(token.Split(':')[2][0]) + token.Split(':')[2][1..];

    private static IEnumerable<string> Properties(JsonElement owner, string member) => owner.GetProperty(member).EnumerateObject()
        .Select(property => property.Value.TryGetProperty("language", out var language)
            ? language.GetProperty("csharp").GetProperty("name").GetString()!
            : char.ToUpperInvariant(property.Name[0]) + property.Name[1..]);

    /// <summary>Class and property of every call that the compiled components make.</summary>
    private static HashSet<(string, string)> UsedMembers(Assembly components)
    {
        using var file = new PEReader(File.OpenRead(components.Location));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata.MemberReferences.Select(metadata.GetMemberReference)
                .Where(member => member.Parent.Kind == HandleKind.TypeReference)
                .Select(member => (
                    metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name),
                    metadata.GetString(member.Name)))
                .Where(member => member.Item2.StartsWith("set_", StringComparison.Ordinal) || member.Item2.StartsWith("get_", StringComparison.Ordinal))
                .Select(member => (member.Item1, member.Item2[4..])),
        ];
    }
}
