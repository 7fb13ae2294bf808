using System.Collections.Immutable;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace CarbonioInfra.Engine.Configuration;

/// <summary>What the engine needs of <c>Pulumi.STACK.yaml</c>.</summary>
/// <param name="File">The file.</param>
/// <param name="Stack">The stack's name.</param>
/// <param name="EncryptionSalt">The salt of its secrets; null when it has none yet.</param>
/// <param name="Config">The settings by their full keys.</param>
internal sealed partial record StackFile(
    YamlFile File, string Stack, string? EncryptionSalt, ImmutableSortedDictionary<string, YamlNode> Config)
{
    /// <exception cref="EngineException">There is no such stack, or its file is not usable.</exception>
    public static StackFile Read(ProjectFile project, string stack)
    {
        var path = Path.Combine(project.StackDirectory, $"Pulumi.{stack}.yaml");
        if (!NamePattern().IsMatch(stack) || !System.IO.File.Exists(path))
        {
            var known = KnownStacks(project);
            throw new EngineException($"There is no stack '{stack}': {path} does not exist. "
                + (known.IsEmpty ? $"{project.StackDirectory} holds none." : $"Known stacks: {string.Join(", ", known)}."));
        }

        var file = YamlFile.Read(path);
        var provider = file.Text(file.Root, "secretsprovider");
        if (provider is not (null or "" or "passphrase" or "default"))
        {
            throw file.At(YamlFile.Find(file.Root, "secretsprovider")!,
                $"secretsprovider '{provider}' is not supported by this engine, only 'passphrase'; use the pulumi CLI");
        }

        var config = (file.Mapping(file.Root, "config") ?? []).Children
            .Where(entry => !YamlFile.IsNull(entry.Value))
            .ToImmutableSortedDictionary(
                entry => ProjectFile.QualifiedKey(project.Name, ((YamlScalarNode)entry.Key).Value ?? ""),
                entry => entry.Value, StringComparer.Ordinal);
        return new(file, stack, file.Text(file.Root, "encryptionsalt"), config);
    }

    /// <summary>Names of the stacks that have a file, sorted.</summary>
    public static ImmutableArray<string> KnownStacks(ProjectFile project) => Directory.Exists(project.StackDirectory)
        ? [.. Directory.EnumerateFiles(project.StackDirectory, "Pulumi.*.yaml")
            .Select(path => Path.GetFileName(path)["Pulumi.".Length..^".yaml".Length])
            .Where(name => NamePattern().IsMatch(name)).Order(StringComparer.Ordinal)]
        : [];

    [GeneratedRegex("^[A-Za-z0-9_.-]{1,100}$")]
    private static partial Regex NamePattern();
}
