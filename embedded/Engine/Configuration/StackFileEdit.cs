using System.Globalization;
using System.Text;
using CarbonioInfra.Engine.State;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CarbonioInfra.Engine.Configuration;

/// <summary>Changes of a stack file: checked as a whole, then written at once, in the form that Pulumi's own CLI reads and writes.</summary>
internal sealed class StackFileEdit(ProjectFile project, StackFile stack)
{
    private readonly string _path = stack.File.Path;
    private string _text = File.ReadAllText(stack.File.Path);

    /// <summary>Sets a value in plain.</summary>
    /// <exception cref="EngineException">The value is not what the project declares, or cannot stand there.</exception>
    public void Set(ConfigPlace place, string value)
    {
        var declaration = project.Declaration(place.Key);
        if (declaration?.IsMeantSecret == true || value.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            throw new EngineException($"'{place.Key}' is secret: give --secret, and the value on standard input. Nothing was changed.\n"
                + $"  ./carbonio-infra config set {stack.Stack} {place.Key} --secret <FILE");
        }

        Put(place, place.Inner.IsEmpty ? DeclaredValue(place.Key, value, declaration?.Type) : InnerValue(value));
    }

    /// <summary>Sets a value that was encrypted.</summary>
    /// <param name="place">Where.</param>
    /// <param name="ciphertext">The encrypted value.</param>
    /// <param name="encryptionSalt">The salt of its key.</param>
    /// <exception cref="EngineException">The value cannot stand there.</exception>
    public void SetSecret(ConfigPlace place, string ciphertext, string encryptionSalt)
    {
        Put(place, new YamlMappingNode(new YamlScalarNode("secure"), new YamlScalarNode(ciphertext) { Style = ScalarStyle.Plain }));
        if (stack.EncryptionSalt != encryptionSalt)
            Edit(place, () => YamlEdit.Set(_text, [new("encryptionsalt", 0)], new YamlScalarNode(encryptionSalt) { Style = ScalarStyle.Plain }));
    }

    /// <exception cref="EngineException">The stack file has no such value.</exception>
    public void Remove(ConfigPlace place) => Edit(place, () => YamlEdit.Remove(_text, place.In(stack.File, project)));

    /// <summary>Writes the file; who may read it stays as it was.</summary>
    public void Save() => AtomicFile.Write(_path, output => output.Write(Encoding.UTF8.GetBytes(_text)), File.GetUnixFileMode(_path));

    private void Put(ConfigPlace place, YamlNode value)
    {
        var path = place.In(stack.File, project);
        // A part of a setting that the stack has by default alone changes that part and keeps the others.
        if (!place.Inner.IsEmpty && !stack.Config.ContainsKey(place.Key) && project.Declaration(place.Key)?.Default is { } inherited)
            Edit(place, () => YamlEdit.Set(_text, path[..2], inherited));
        Edit(place, () => YamlEdit.Set(_text, path, value));
        var setting = YamlTree.Find(YamlFile.Parse(_path, _text).Root, path[..2])!;
        var listed = false;
        if (project.ProblemOf(place.Key, setting, ref listed) is { } problem)
            throw new EngineException(problem + ". Nothing was changed.");
    }

    private void Edit(ConfigPlace place, Func<string> edit)
    {
        try
        {
            _text = edit();
        }
        catch (FormatException error)
        {
            throw new EngineException($"'{place.Key}' in {_path} is not changed: {error.Message}", error);
        }
    }

    // A stack's value is a text, whatever it looks like, unless the project wants something else.
    private static YamlNode DeclaredValue(string key, string value, string? type)
    {
        if (type is "boolean" or "integer" or "number")
            return new YamlScalarNode(value) { Style = ScalarStyle.Plain };
        if (type is not ("array" or "object"))
            return new YamlScalarNode(value) { Style = ScalarStyle.DoubleQuoted };
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(value));
            return stream.Documents is [var document] ? document.RootNode : new YamlScalarNode(value);
        }
        catch (YamlException error)
        {
            throw new EngineException($"'{key}': expected {(type == "array" ? "a list" : "a mapping")} as YAML or JSON: {error.Message}", error);
        }
    }

    // As `pulumi config set --path` takes them: truth values and whole numbers are what they look like.
    private static YamlScalarNode InnerValue(string value) => new(value)
    {
        Style = value is "true" or "false" || (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number.ToString(CultureInfo.InvariantCulture) == value) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted,
    };
}
