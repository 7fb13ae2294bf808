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
    public string? ProblemOf(string key, YamlNode node)
    {
        var declaration = Declaration(key);
        // A project that declares nothing takes everything, and settings of packages are theirs.
        if (declaration is null)
        {
            return Config.IsEmpty || !key.StartsWith(Name + ":", StringComparison.Ordinal)
                ? null
                : $"'{key}' is no setting of the project; there are {string.Join(", ", Config.Select(known => known.Key))}";
        }

        return declaration.ProblemOf(node) is { } problem ? $"'{key}': {problem}{declaration.Explained}" : null;
    }

    /// <summary>A setting's name with its namespace; without one it is the project's own.</summary>
    public static string QualifiedKey(string project, string key) =>
        key.Contains(':', StringComparison.Ordinal) ? key : $"{project}:{key}";
}
