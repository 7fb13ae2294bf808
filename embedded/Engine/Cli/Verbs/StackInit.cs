using System.CommandLine;
using System.Text;
using CarbonioInfra.Engine.Configuration;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CarbonioInfra.Engine.Cli.Verbs;

/// <summary><c>stack init</c>: a stack file to be filled in.</summary>
internal static class StackInit
{
    private const int Width = 118;

    public static Command Create(EngineHost host, SharedOptions options)
    {
        var command = new Command("init", "Writes a stack file with every setting of the project and what it means.") { options.Stack };
        command.SetAction(parsed =>
        {
            var project = ProjectFile.Read(parsed.GetRequiredValue(options.Root));
            var stack = parsed.GetRequiredValue(options.Stack);
            var path = StackFile.PathOf(project, stack);
            Directory.CreateDirectory(project.StackDirectory);
            try
            {
                using var file = new FileStream(path, FileMode.CreateNew);
                file.Write(Encoding.UTF8.GetBytes(TextOf(project, stack)));
            }
            catch (IOException) when (File.Exists(path))
            {
                throw new EngineException($"There is a stack '{stack}' already: {path}");
            }

            var missing = project.Config.Where(declaration => declaration.Default is null).Select(declaration => declaration.Key).ToList();
            host.Output.WriteLine(missing.Count == 0 ? $"Wrote {path}" : $"Wrote {path}; fill in {string.Join(", ", missing)}");
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Required settings to be filled in, then the others as comments that show their defaults.</summary>
    private static string TextOf(ProjectFile project, string stack)
    {
        var text = new StringBuilder()
            .Append("# Stack ").Append(stack).Append(": what is peculiar to it. ").Append(Path.GetFileName(project.Path))
            .Append(" has every setting with its type and default.\nconfig:\n");
        foreach (var declaration in project.Config.OrderBy(declaration => declaration.Default is not null))
        {
            foreach (var line in Wrapped(declaration.Description))
                text.Append("  # ").Append(line).Append('\n');
            text.Append(declaration.Default is null ? "  " : "  # ").Append(declaration.Key).Append(':')
                .Append(declaration.Default is { } value ? " " + Shown(value) : "").Append('\n');
        }

        return text.ToString();
    }

    private static string Shown(YamlNode value) =>
        value is YamlScalarNode { Style: not ScalarStyle.Plain } text ? YamlText.Scalar(text.Value ?? "") : YamlText.Flow(value);

    private static IEnumerable<string> Wrapped(string text)
    {
        var line = "";
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length != 0 && line.Length + word.Length >= Width)
            {
                yield return line;
                line = "";
            }

            line += line.Length == 0 ? word : " " + word;
        }

        if (line.Length != 0)
            yield return line;
    }
}
