using System.Collections.Immutable;
using CarbonioInfra.Engine.Values;
using YamlDotNet.RepresentationModel;

namespace CarbonioInfra.Engine.Configuration;

/// <summary>A setting as a user names it, or a value inside one.</summary>
/// <param name="Key">Its full key, for example <c>carbonio-infra:domain</c>.</param>
/// <param name="Inner">The steps from the setting to the value meant; empty for the setting itself.</param>
internal sealed record ConfigPlace(string Key, ImmutableArray<PropertyPath.Segment> Inner)
{
    /// <param name="project">Its name is the namespace of keys that have none.</param>
    /// <param name="text">What the user gave.</param>
    /// <param name="isPath">Whether the text may lead into maps and lists: <c>topology.mta[0]</c>.</param>
    /// <exception cref="EngineException">The text is no key or no path.</exception>
    public static ConfigPlace Parse(ProjectFile project, string text, bool isPath)
    {
        try
        {
            var segments = isPath ? PropertyPath.Parse(text).Segments : [new(text, 0)];
            if (segments is not [{ Key: { } key }, .. var inner] || !IsKey(key))
                throw new FormatException("expected NAME or NAMESPACE:NAME");
            return inner.Any(segment => segment.IsAny)
                ? throw new FormatException("expected the place of one value, found *")
                : new(ProjectFile.QualifiedKey(project.Name, key), inner);
        }
        catch (FormatException error)
        {
            throw new EngineException($"'{text}' is no key of a setting: {error.Message}", error);
        }
    }

    /// <summary>The steps from the top of a stack file, which may have the setting under its short key.</summary>
    public ImmutableArray<PropertyPath.Segment> In(YamlFile file, ProjectFile project)
    {
        var shortKey = project.ShortKey(Key);
        var isShort = YamlFile.Find(file.Root, "config") is YamlMappingNode config && config.Children.ContainsKey(new YamlScalarNode(shortKey));
        return [new("config", 0), new(isShort ? shortKey : Key, 0), .. Inner];
    }

    private static bool IsKey(string text) => text.Split(':') is [{ Length: > 0 }] or [{ Length: > 0 }, { Length: > 0 }]
        && !text.Any(char.IsWhiteSpace);
}
