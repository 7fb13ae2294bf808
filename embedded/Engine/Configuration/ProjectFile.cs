using System.Collections.Immutable;
using YamlDotNet.RepresentationModel;

namespace CarbonioInfra.Engine.Configuration;

/// <summary>What the engine needs of Pulumi.yaml.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">The project's name, which is also the namespace of its settings.</param>
/// <param name="ProgramDirectory">Where the program runs (<c>main</c>), absolute.</param>
/// <param name="StackDirectory">Where <c>Pulumi.STACK.yaml</c> files are (<c>stackConfigDir</c>), absolute.</param>
/// <param name="Config">The declared settings.</param>
internal sealed record ProjectFile(
    string Path, string Name, string ProgramDirectory, string StackDirectory, ImmutableArray<ConfigDeclaration> Config)
{
    public string RootDirectory => System.IO.Path.GetDirectoryName(Path)!;

    /// <exception cref="EngineException">There is no usable Pulumi.yaml in the directory.</exception>
    public static ProjectFile Read(string directory)
    {
        var root = System.IO.Path.GetFullPath(directory);
        var path = System.IO.Path.Combine(root, "Pulumi.yaml");
        if (!File.Exists(path))
            throw new EngineException($"{path} does not exist. Run this in the repository, or name its directory with --root.");
        var file = YamlFile.Read(path);
        var name = file.Text(file.Root, "name") ?? throw new EngineException($"{path}: the key 'name' is missing");

        var main = System.IO.Path.Combine(root, file.Text(file.Root, "main") ?? ".");
        return new(path, name, File.Exists(main) ? System.IO.Path.GetDirectoryName(main)! : System.IO.Path.TrimEndingDirectorySeparator(
            System.IO.Path.GetFullPath(main)),
            System.IO.Path.GetFullPath(System.IO.Path.Combine(root, file.Text(file.Root, "stackConfigDir") ?? ".")),
            [.. (file.Mapping(file.Root, "config") ?? []).Children.Select(entry =>
                ConfigDeclaration.Read(file, QualifiedKey(name, ((YamlScalarNode)entry.Key).Value ?? ""), entry.Value))]);
    }

    /// <summary>What a setting must be; null when the project says nothing of it.</summary>
    /// <param name="key">Its full key.</param>
    public ConfigDeclaration? Declaration(string key) => Config.FirstOrDefault(declaration => declaration.Key == key);

    /// <summary>What is wrong with a setting, its key in front; null when nothing is.</summary>
    /// <param name="key">Its full key.</param>
    /// <param name="node">Its value.</param>
    /// <param name="listed">Whether the settings that there are have been listed; becomes true when they are listed now.</param>
    public string? ProblemOf(string key, YamlNode node, ref bool listed)
    {
        if (Declaration(key) is { } declaration)
            return declaration.ProblemOf(node) is { } problem ? $"'{key}': {problem}{declaration.Explained}" : null;
        // A project that declares nothing takes everything, and settings of packages are theirs.
        if (Config.IsEmpty || !key.StartsWith(Name + ":", StringComparison.Ordinal))
            return null;
        var unknown = $"'{key}' is no setting of the project";
        if (NearestName.Of(key[(Name.Length + 1)..], Config.Select(known => ShortKey(known.Key))) is { } nearest)
            return $"{unknown}; similar: {nearest}";
        if (listed)
            return unknown;
        listed = true;
        return $"{unknown}; there are {string.Join(", ", Config.Select(known => ShortKey(known.Key)))}";
    }

    /// <summary>A setting's key as people write it: without the namespace when that is the project's.</summary>
    public string ShortKey(string key) => key.StartsWith(Name + ":", StringComparison.Ordinal) ? key[(Name.Length + 1)..] : key;

    /// <summary>A setting's name with its namespace; without one it is the project's own.</summary>
    public static string QualifiedKey(string project, string key) =>
        key.Contains(':', StringComparison.Ordinal) ? key : $"{project}:{key}";
}
